"""The composition root: settings, URLs, processes and the command line. Imports every storey."""
