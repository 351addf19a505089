"""Organisations 组织机构: the tree district → street → community → grid, and member units."""
