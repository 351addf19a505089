"""The tables of GB/T 26875.3-2011: names of systems, components, bits and quantities.

Source: GB/T 26875.3-2011, tables 4 to 6, 9 to 15 and 17; the names are the standard's own and are shown as data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Analogue:
    """A quantity that a component measures; step: what one count is worth in the unit."""

    key: str
    unit: str
    step: float


ANALOGUES: Mapping[int, Analogue] = MappingProxyType({
    1: Analogue("events", "", 1), 2: Analogue("height", "m", 0.01), 3: Analogue("temperature", "°C", 0.1),
    4: Analogue("pressure_mpa", "MPa", 0.1), 5: Analogue("pressure_kpa", "kPa", 0.1),
    6: Analogue("gas", "%LEL", 0.1), 7: Analogue("duration", "s", 1), 8: Analogue("voltage", "V", 0.1),
    9: Analogue("current", "A", 0.1), 10: Analogue("flow", "L/s", 0.1), 11: Analogue("air_volume", "m³/min", 0.1),
    12: Analogue("wind", "m/s", 1),
})
_COMMON = ("normal", "fire", "fault", "shielded", "supervised", "started", "feedback", "delayed")
SYSTEM_BITS = (
    *_COMMON, "mains_fault", "battery_fault", "bus_fault", "manual", "configuration_changed", "reset", "", "",
)
COMPONENT_BITS = (*_COMMON, "power_fault", "", "", "", "", "", "", "")
DAHUA_BITS = (*_COMMON, "power_fault", "offline", "open", "short", "removed", "", "sensor_fault", "")
DEVICE_BITS = ("normal", "fire", "fault", "mains_fault", "battery_fault", "link_fault", "line_fault", "")
_OPERATIONS = ("reset", "silenced", "manual_alarm", "alarm_cleared", "self_test")
SYSTEM_OPERATIONS = (*_OPERATIONS, "confirmed", "test", "")
DEVICE_OPERATIONS = (*_OPERATIONS, "duty_answered", "test", "")


def set_bits(word: int, names: Iterable[str]) -> list[str]:
    """Return the names of the bits that are 1, the lowest first; reserved bits have none."""
    return [name for place, name in enumerate(names) if name and word >> place & 1]


SYSTEM_TYPES: Mapping[int, str] = MappingProxyType({
    0: "通用", 1: "火灾报警系统", 10: "消防联动控制器", 11: "消火栓系统", 12: "自动喷水灭火系统", 13: "气体灭火系统",
    14: "水喷雾灭火系统（泵启动方式）", 15: "水喷雾灭火系统（压力容器启动方式）", 16: "泡沫灭火系统",
    17: "干粉灭火系统", 18: "防烟排烟系统", 19: "防火门及卷帘系统", 20: "消防电梯", 21: "消防应急广播",
    22: "消防应急照明和疏散指示系统", 23: "消防电源", 24: "消防电话",
})
COMPONENT_TYPES: Mapping[int, str] = MappingProxyType({
    0: "通用", 1: "火灾报警控制器", 10: "可燃气体探测器", 11: "点型可燃气体探测器", 12: "独立式可燃气体探测器",
    13: "线型可燃气体探测器", 16: "电气火灾监控报警器", 17: "剩余电流式电气火灾监控探测器",
    18: "测温式电气火灾监控探测器", 21: "探测回路", 22: "火灾显示盘", 23: "手动火灾报警按钮", 24: "消火栓按钮",
    25: "火灾探测器", 30: "感温火灾探测器", 31: "点型感温火灾探测器", 32: "点型感温火灾探测器（S型）",
    33: "点型感温火灾探测器（R型）", 34: "线型感温火灾探测器", 35: "线型感温火灾探测器（S型）",
    36: "线型感温火灾探测器（R型）", 37: "光纤感温火灾探测器", 40: "感烟火灾探测器", 41: "点型离子感烟火灾探测器",
    42: "点型光电感烟火灾探测器", 43: "线型光束感烟火灾探测器", 44: "吸气式感烟火灾探测器", 50: "复合式火灾探测器",
    51: "复合式感烟感温火灾探测器", 52: "复合式感光感温火灾探测器", 53: "复合式感光感烟火灾探测器",
    61: "紫外火焰探测器", 62: "红外火焰探测器", 69: "感光火灾探测器", 74: "气体探测器", 78: "图像摄像方式火灾探测器",
    79: "感声火灾探测器", 81: "气体灭火控制器", 82: "消防电气控制装置", 83: "消防控制室图形显示装置", 84: "模块",
    85: "输入模块", 86: "输出模块", 87: "输入/输出模块", 88: "中继模块", 91: "消防水泵", 92: "消防水箱", 95: "喷淋泵",
    96: "水流指示器", 97: "信号阀", 98: "报警阀", 99: "压力开关", 101: "阀驱动装置", 102: "防火门", 103: "防火阀",
    104: "通风空调", 105: "泡沫液泵", 106: "管网电磁阀", 111: "防烟排烟风机", 113: "排烟防火阀", 114: "常闭送风口",
    115: "排烟口", 116: "电控挡烟垂壁", 117: "防火卷帘控制器", 118: "防火门监控器", 121: "警报装置",
})
