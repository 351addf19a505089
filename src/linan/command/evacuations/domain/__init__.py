"""Rules of evacuations that an expert could check; no Django in here."""
