/** Draws the history of a series: the line, its thresholds, and the moments something happened. */

import { LineChart } from "echarts/charts";
import { AriaComponent, DataZoomComponent, GridComponent, MarkLineComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { fetchJson } from "../../lib/fetch";
import { onLive } from "../../lib/listen";
import { colour } from "../../lib/palette";
import { word } from "../../lib/words";
import { shiftInto, siteZone } from "../../lib/zone";

use([LineChart, AriaComponent, DataZoomComponent, GridComponent, MarkLineComponent, TitleComponent, TooltipComponent, CanvasRenderer]);

type Mark = { at: number; label: string; tone: string };
type Threshold = { value: number; label: string; tone: string };
/** A point without a value is a gap: nothing was measured there. */
type Point = [number, number | null];
type Series = {
  title: string; unit: string; points: Point[]; marks?: Mark[]; thresholds?: Threshold[];
  note?: string; lows?: Point[]; highs?: Point[];
};

function lines(series: Series): object[] {
  const label = (text: string, tone: string, position: string): object => ({
    show: true, formatter: text, position, color: colour(tone), fontSize: 12,
  });
  return [
    ...(series.thresholds ?? []).map((one) => ({
      yAxis: one.value,
      lineStyle: { color: colour(one.tone), type: "dashed", width: 1.5 },
      label: label(one.label, one.tone, "insideStartTop"),
    })),
    ...(series.marks ?? []).map((one) => ({
      xAxis: one.at,
      lineStyle: { color: colour(one.tone), type: "solid", width: 1.5 },
      label: label(one.label, one.tone, "end"),
    })),
  ];
}

/** ECharts draws the device's zone or UTC: what is drawn as UTC is moved into the site's zone first. */
function inSiteZone(series: Series): Series {
  const shifted = shiftInto(siteZone());
  const moved = (points: Point[]): Point[] => points.map(([at, value]) => [shifted(at), value]);
  return {
    ...series,
    points: moved(series.points),
    lows: moved(series.lows ?? []),
    highs: moved(series.highs ?? []),
    marks: (series.marks ?? []).map((mark) => ({ ...mark, at: shifted(mark.at) })),
  };
}

/** The lowest and the highest of each hour, thin beside the mean. */
function edges(series: Series): object[] {
  return [series.lows ?? [], series.highs ?? []].filter((points) => points.length > 0).map((data) => ({
    type: "line", data, showSymbol: false, silent: true, tooltip: { show: false },
    lineStyle: { width: 1, color: colour("accent"), opacity: 0.45 },
  }));
}

function option(series: Series): Record<string, unknown> {
  const ink = colour("quiet");
  const highest = Math.max(-Infinity, ...(series.thresholds ?? []).map((one) => one.value));
  return {
    animation: false,
    useUTC: true,
    title: { text: series.note ?? "", right: 16, top: 0, textStyle: { color: ink, fontSize: 12, fontWeight: "normal" } },
    aria: { enabled: true, label: { description: series.title } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value: unknown) => `${String(value)} ${series.unit}` },
    xAxis: { type: "time", axisLabel: { color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: colour("line") } } },
    yAxis: {
      type: "value", name: series.unit, nameTextStyle: { color: ink }, axisLabel: { color: ink }, scale: true,
      // A threshold that was never reached is shown too; otherwise the axis ends where ECharts finds it round.
      max: (seen: { max: number }) => (highest > seen.max ? Math.ceil(highest * 1.1) : null),
      splitLine: { lineStyle: { color: colour("line") } },
    },
    dataZoom: [{ type: "inside", zoomOnMouseWheel: "ctrl" }],
    series: [{
      type: "line", name: series.title, data: series.points, showSymbol: series.points.length < 2, sampling: "lttb",
      lineStyle: { width: 2, color: colour("accent") }, itemStyle: { color: colour("accent") },
      areaStyle: { color: colour("accent"), opacity: 0.08 },
      markLine: { symbol: "none", silent: true, data: lines(series) },
    }, ...edges(series)],
  };
}

export function start(element: HTMLElement): void {
  let chart: EChartsType | null = null;
  let latest: Series | null = null;

  const draw = (): void => {
    if (!latest) return;
    if (latest.points.length === 0) {
      chart?.dispose();
      chart = null;
      element.textContent = word("noChart");
      return;
    }
    if (!chart) {
      element.textContent = "";
      chart = init(element);
    }
    chart.setOption(option(latest), true);
  };
  const load = async (): Promise<void> => {
    latest = inSiteZone(await fetchJson<Series>(element.dataset["src"] ?? "", element));
    draw();
  };

  element.classList.add("chart");
  new ResizeObserver(() => chart?.resize()).observe(element);
  document.addEventListener("linan:theme", draw);
  onLive(element, () => void load());
  void load();
}
