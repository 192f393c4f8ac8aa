// Small charts as SVG text, for pages that need no script.  Pure; thread-safe.
//
// Colours and fonts come from classes that the page's style sheet defines: line, area, up, down,
// grid, label, mark-fatal, mark-error, mark-warning.
#ifndef TFSCK_REPORT_SVG_CHART_H_
#define TFSCK_REPORT_SVG_CHART_H_

#include <string>
#include <string_view>
#include <vector>

namespace tfsck {

// One value that holds from its place until the next one's.
struct ChartPoint {
  double x = 0;  // any unit; ascending
  double y = 0;  // 0 or more
};

// One bar: what came and what went.
struct ChartBar {
  double x = 0;
  double up = 0;
  double down = 0;
};

struct ChartMark {
  double x = 0;
  std::string_view severity;  // fatal, error, warning
  std::string words;          // shown when the pointer rests on it; escaped for HTML already
};

struct ChartTick {
  double x = 0;
  std::string label;  // escaped for HTML already
};

// What all charts of one page share, so that they stand under each other.
struct ChartFrame {
  double first = 0;  // of the x axis
  double last = 1;
  std::vector<ChartTick> ticks;
  std::vector<ChartMark> marks;
};

// A step line over the frame.  At most two points per pixel are drawn, whatever their number.
// `format` writes a value for the y axis.
std::string RenderStepChart(const ChartFrame& frame, const std::vector<ChartPoint>& points,
                            std::string (*format)(double));

// Bars above and below a middle line, summed up where several fall on one pixel.
std::string RenderBarChart(const ChartFrame& frame, const std::vector<ChartBar>& bars);

// About `wanted` round numbers from 0 to `most` or a little above: 0, 20, 40, 60.
std::vector<double> RoundTicks(double most, int wanted);

}  // namespace tfsck

#endif  // TFSCK_REPORT_SVG_CHART_H_
