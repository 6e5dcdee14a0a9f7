"use strict";
// Charts from the JSON beside them. Tooltips are drawn, not built of markup, so that no name can become a tag.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// A figure stands at the last day of its period, so the tick of 1 January is the end of the year before.
const endOf = (words) => (time) => {
  const day = new Date(time);
  return day.getMonth() === 0 && day.getDate() === 1 ? `${day.getFullYear() - 1}${words.end}` : "";
};

function optionOf(data, words) {
  const ink = css("--ink"), soft = css("--soft"), line = css("--line");
  const onLine = new Set(data.line.map(([day, value]) => `${day} ${value}`));
  // Where two statements share a day, the upper is named above and the lower below.
  const rivals = (p) => {
    const same = data.points.filter((q) => q.day === p.day && q.value !== p.value);
    return same.length && same.every((q) => q.value > p.value) ? { position: "bottom" } : {};
  };
  const points = (keep) => data.points.filter(keep).map((p) => ({ value: [p.day, p.value], text: p.text, source: p.source, label: rivals(p) }));
  const actual = (p) => p.kind === "actual" && onLine.has(`${p.day} ${p.value}`);
  const label = { show: true, formatter: (p) => p.data.text, color: ink, position: "top" };
  const series = [
    { type: "line", data: data.line, showSymbol: false, silent: true, lineStyle: { color: css("--accent"), width: 2 }, itemStyle: { color: css("--accent") } },
    { type: "scatter", name: words.actual, data: points(actual), symbolSize: 10, itemStyle: { color: css("--accent") }, label },
    { type: "scatter", name: words.other, data: points((p) => p.kind === "actual" && !actual(p)), symbol: "triangle", symbolSize: 12, itemStyle: { color: css("--inferred") }, label },
    { type: "scatter", name: words.target, data: points((p) => p.kind === "target"), symbol: "diamond", symbolSize: 12, itemStyle: { color: css("--paper"), borderColor: css("--stated"), borderWidth: 2 }, label: { ...label, position: "right" } },
  ].filter((part) => part.data.length);
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    grid: { left: 12, right: 60, top: 44, bottom: 12, containLabel: true },
    legend: { top: 0, textStyle: { color: ink }, data: series.filter((part) => part.name).map((part) => part.name) },
    tooltip: { renderMode: "richText", trigger: "item", backgroundColor: css("--paper"), borderColor: line, textStyle: { color: ink }, formatter: (p) => `${p.value[0]}\n${p.data.text}\n${p.data.source}` },
    xAxis: { type: "time", boundaryGap: ["3%", "3%"], minInterval: 31536e6, axisLabel: { color: soft, hideOverlap: true, formatter: endOf(words) }, axisLine: { lineStyle: { color: soft } }, splitLine: { show: false } },
    yAxis: { type: "value", scale: true, inverse: data.basis === "rank", minInterval: data.basis === "rank" ? 1 : 0, axisLabel: { color: soft }, splitLine: { lineStyle: { color: line } } },
    series,
  };
}

for (const box of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const words = { actual: box.dataset.actual, other: box.dataset.other, target: box.dataset.target, end: box.dataset.end };
  box.classList.add("drawn");
  const chart = echarts.init(box, null, { renderer: "canvas" });
  const draw = () => chart.setOption(optionOf(data, words), true);
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  addEventListener("resize", () => chart.resize());
}
