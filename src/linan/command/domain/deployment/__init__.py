"""Deployment 资源部署: who and what goes where, how soon it is there, and what is left uncovered meanwhile.

Roads (roads) become seconds from place to place, closures honoured. Sources (teams, vehicles, stocks) are
assigned to wants by a constraint solver (matching, in a process of its own by solving); reasons say why one was chosen
and why something stays unmet. Coverage (coverage) counts the seconds to every building, placing (facilities) says where
one more station helps most, exactly, and p-medians with a bound. Pure code: no Django, no database, no clock.
"""
