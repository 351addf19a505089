"""The look: page shell, components, icons, islands."""
