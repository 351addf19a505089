"""Supplies, teams, vehicles, duty rosters and shelters 应急保障 (L-01 to L-08).

Will hold: Item, Batch, Movement (every balance is a sum of movements), Team, Vehicle, Roster, DutyTurn,
Shelter, ShelterStay. Announces StockShort, DutyHandedOver, ShelterOpened.
Stands beside monitoring and prevention, above registry. Empty until its first table is needed.
"""
