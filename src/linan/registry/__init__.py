"""Base information 基础信息: who and what is where before anything happens.

Nouns: Building, Household, Resident, Need (of a vulnerable person), RiskSource, ProtectedTarget, Resource.
Personal fields are encrypted at rest, masked by role, and every unmasking is written to the audit.
Announces: BuildingChanged, HouseholdChanged, PlaceChanged, BuildingsImported, TableImported, ResidentMoved; reading personal fields announces access.PersonalDataRevealed.
Every floor above asks here who lives where; nothing here knows of alarms or incidents.
"""
