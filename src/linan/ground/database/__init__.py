"""The PostgreSQL server of this installation: private from the wheel, or yours by DATABASE_URL."""
