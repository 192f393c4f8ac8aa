#include "report/svg_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tfsck {
namespace {

constexpr double kWidth = 1000;
constexpr double kHeight = 130;
constexpr double kLeft = 64;
constexpr double kRight = 12;
constexpr double kTop = 14;
constexpr double kBottom = 22;

class Canvas {
 public:
  explicit Canvas(const ChartFrame& frame) : frame_(frame) {
    text_ = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\">\n", kWidth, kHeight);
  }

  double X(double x) const {
    const double span = frame_.last - frame_.first;
    const double share = span > 0 ? (x - frame_.first) / span : 0.5;
    return kLeft + share * (kWidth - kLeft - kRight);
  }
  static double Y(double share) { return kHeight - kBottom - share * (kHeight - kTop - kBottom); }

  void Add(std::string_view element) { text_ += element; }

  void AddGridLine(double share, std::string_view label) {
    text_ += fmt::format(
        "<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>"
        "<text class=\"label\" x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n",
        kLeft, kWidth - kRight, Y(share), Y(share), kLeft - 8, Y(share) + 4, label);
  }

  std::string Finish() {
    for (const ChartTick& tick : frame_.ticks) {
      text_ += fmt::format(
          "<text class=\"label\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
          std::clamp(X(tick.x), kLeft + 20, kWidth - kRight - 30), kHeight - 5, tick.label);
    }
    for (const ChartMark& mark : frame_.marks) {
      text_ += fmt::format(
          "<g class=\"mark mark-{}\"><title>{}</title>"
          "<line x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{}\" y2=\"{}\"/>"
          "<circle cx=\"{:.1f}\" cy=\"{}\" r=\"4\"/></g>\n",
          mark.severity, mark.words, X(mark.x), X(mark.x), kTop, kHeight - kBottom, X(mark.x),
          kTop - 6);
    }
    return text_ + "</svg>\n";
  }

 private:
  const ChartFrame& frame_;
  std::string text_;
};

// Lowest, highest and last value that fall on one pixel.
struct Pixel {
  double low;
  double high;
  double last;
};

std::map<int, Pixel> Pixels(const Canvas& canvas, const std::vector<ChartPoint>& points) {
  std::map<int, Pixel> pixels;
  for (const ChartPoint& point : points) {
    const auto [at, is_new] = pixels.try_emplace(static_cast<int>(std::lround(canvas.X(point.x))),
                                                 Pixel{point.y, point.y, point.y});
    if (is_new) continue;
    at->second = {std::min(at->second.low, point.y), std::max(at->second.high, point.y), point.y};
  }
  return pixels;
}

double AddScale(double most, std::string (*format)(double), Canvas* canvas) {
  const std::vector<double> ticks = RoundTicks(most, 3);
  for (const double tick : ticks) canvas->AddGridLine(tick / ticks.back(), format(tick));
  return ticks.back();
}

}  // namespace

std::vector<double> RoundTicks(double most, int wanted) {
  if (!(most > 0)) return {0, 1};
  const double rough = most / wanted;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> ticks;
  for (double tick = 0; tick < most + step * 0.999; tick += step) ticks.push_back(tick);
  return ticks;
}

std::string RenderStepChart(const ChartFrame& frame, const std::vector<ChartPoint>& points,
                            std::string (*format)(double)) {
  Canvas canvas(frame);
  double most = 0;
  for (const ChartPoint& point : points) most = std::max(most, point.y);
  const double top = AddScale(most, format, &canvas);
  std::string path;
  for (const auto& [x, pixel] : Pixels(canvas, points)) {
    const auto y = [&](double value) { return Canvas::Y(value / top); };
    path += path.empty() ? fmt::format("M{} {:.1f}", x, y(pixel.last))
                         : fmt::format("H{}V{:.1f}V{:.1f}V{:.1f}", x, y(pixel.low), y(pixel.high),
                                       y(pixel.last));
  }
  if (!path.empty()) {
    path += fmt::format("H{}", kWidth - kRight);
    canvas.Add(
        fmt::format("<path class=\"area\" d=\"{}V{}H{:.1f}Z\"/><path class=\"line\" d=\"{}\"/>\n",
                    path, Canvas::Y(0), canvas.X(points.front().x), path));
  }
  return canvas.Finish();
}

std::string RenderBarChart(const ChartFrame& frame, const std::vector<ChartBar>& bars) {
  Canvas canvas(frame);
  std::map<int, ChartBar> pixels;
  double most = 0;
  for (const ChartBar& bar : bars) {
    ChartBar& pixel = pixels[static_cast<int>(std::lround(canvas.X(bar.x)))];
    pixel.up += bar.up;
    pixel.down += bar.down;
    most = std::max({most, pixel.up, pixel.down});
  }
  const std::vector<double> ticks = RoundTicks(most, 2);
  const double top = ticks.back();
  canvas.AddGridLine(0.5, "0");
  canvas.AddGridLine(1, fmt::format("+{:.0f}", top));
  canvas.AddGridLine(0, fmt::format("-{:.0f}", top));
  const auto add = [&](std::string_view kind, int x, double from, double to) {
    if (from == to) return;
    canvas.Add(
        fmt::format("<rect class=\"{}\" x=\"{}\" width=\"3\" y=\"{:.1f}\" height=\"{:.1f}\"/>\n",
                    kind, x - 1, Canvas::Y(to), Canvas::Y(from) - Canvas::Y(to)));
  };
  for (const auto& [x, bar] : pixels) {
    add("up", x, 0.5, 0.5 + 0.5 * bar.up / top);
    add("down", x, 0.5 - 0.5 * bar.down / top, 0.5);
  }
  return canvas.Finish();
}

}  // namespace tfsck
