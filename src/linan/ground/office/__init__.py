"""Administration and one's own account: the ground floor's pages."""
