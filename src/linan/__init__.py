"""Lin'an (邻安): emergency management for a residential community, its street and its district."""

__version__ = "0.1.0"
