"""The live channel: names of changed things to every screen that may know of them."""
