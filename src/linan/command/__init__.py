"""Command and dispatch 指挥调度: the one map 一张图, the wall screen, later evacuation and deployment.

Reads what the floors below know and draws it for the role that asks; owns only the
layers of the base map (MapLayer).
"""
