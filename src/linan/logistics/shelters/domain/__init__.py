"""What shelters reckon without a database."""
