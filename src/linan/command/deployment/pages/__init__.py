"""What the pages of deployment show."""
