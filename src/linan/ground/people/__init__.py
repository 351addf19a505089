"""People who sign in, their memberships with role and time, their sessions."""
