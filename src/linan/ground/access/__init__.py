"""Who may do what where: rights table, scopes, and the doors to rows."""
