// The same figures as a picture to play with: ECharts comes only when it is asked for, and draws beside the server's own.
const place = document.querySelector("[data-explore]");
const forced = matchMedia("(forced-colors: active)"); // then everything has the colour of the reader's text
const token = (name) =>
  forced.matches
    ? getComputedStyle(document.body).color
    : getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function load(address) {
  return new Promise((loaded, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: loaded, onerror: failed });
    document.head.append(script);
  });
}

// Months and years stand side by side, anything else one under another, as its names are long.
function options(found, across) {
  const many = found.in_time && found.marks.length > 12;
  const text = { color: token("--ink-2"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  const names = {
    type: "category",
    inverse: !found.in_time,
    data: found.marks.map((mark) => mark.label),
    axisLabel: { ...text, hideOverlap: true, overflow: "truncate", width: Math.min(280, across * 0.4) },
    axisLine: { lineStyle: { color: token("--edge") } },
  };
  const values = {
    type: "value",
    name: found.in_time ? found.unit : "",
    nameTextStyle: text,
    axisLabel: { ...text, hideOverlap: true },
    splitLine: { lineStyle: { color: token("--line") } },
  };
  return {
    animation: false,
    aria: { enabled: true, label: { description: `${found.title} ${found.heading}` } },
    textStyle: text,
    grid: { left: 8, right: 24, top: 32, bottom: many ? 48 : 8, containLabel: true },
    // no markup of its own: the policy of this site lets none carry a style
    tooltip: {
      trigger: "item",
      renderMode: "richText",
      formatter: (mark) => found.marks[mark.dataIndex].name,
      backgroundColor: forced.matches ? getComputedStyle(document.body).backgroundColor : token("--surface"),
      borderColor: token("--edge"),
      textStyle: { ...text, color: token("--ink") },
    },
    xAxis: found.in_time ? names : values,
    yAxis: found.in_time ? values : names,
    dataZoom: many ? [{ type: "slider", height: 20, bottom: 8, textStyle: text }, { type: "inside" }] : [],
    series: [
      {
        type: "bar",
        barMaxWidth: 64,
        cursor: "pointer",
        itemStyle: { color: token("--chart-1") },
        emphasis: { itemStyle: { color: token("--chart-3") } },
        data: found.marks.map((mark) => mark.value),
      },
    ],
  };
}

async function draw() {
  const [found] = await Promise.all([
    fetch(place.dataset.explore).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))),
    window.echarts ?? load(place.dataset.library),
  ]);
  const box = Object.assign(document.createElement("div"), { className: "playground" });
  place.after(box);
  if (!found.in_time) box.style.height = `${found.marks.length * 1.75 + 4}rem`;
  const chart = window.echarts.init(box, null, { renderer: "canvas" });
  const redraw = () => chart.setOption(options(found, box.clientWidth));
  redraw();
  chart.on("click", (mark) => location.assign(found.marks[mark.dataIndex].url));
  new ResizeObserver(() => (chart.resize(), redraw())).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  place.hidden = true;
}

if (place) {
  const button = place.querySelector("button");
  const failed = place.querySelector("[data-failed]");
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    failed.textContent = "";
    try {
      await draw();
    } catch {
      failed.textContent = failed.dataset.failed;
      button.disabled = false;
    }
  });
}
