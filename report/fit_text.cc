#include "report/fit_text.h"

#include <fmt/format.h>

#include <vector>

namespace tfsck {
namespace {

constexpr std::string_view kEllipsis = "...";

bool BeginsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }
size_t ColumnsOfLead(char c) {
  if (!BeginsCodePoint(c)) return 0;
  return static_cast<unsigned char>(c) < 0x80 ? 1 : 2;
}

// The longest beginning of whole code points within `columns`.
std::string_view Beginning(std::string_view text, size_t columns) {
  size_t end = 0;
  size_t used = 0;
  while (end < text.size() && used + ColumnsOfLead(text[end]) <= columns) {
    used += ColumnsOfLead(text[end++]);
  }
  return text.substr(0, end);
}

std::string_view Ending(std::string_view text, size_t columns) {
  size_t begin = text.size();
  size_t used = 0;
  for (size_t at = text.size(); at-- > 0;) {
    used += ColumnsOfLead(text[at]);
    if (used > columns) break;
    if (BeginsCodePoint(text[at])) begin = at;
  }
  return text.substr(begin);
}

}  // namespace

size_t ColumnsOf(std::string_view text) {
  size_t columns = 0;
  for (const char c : text) columns += ColumnsOfLead(c);
  return columns;
}

std::string Clip(std::string_view text, size_t columns) {
  if (ColumnsOf(text) <= columns) return std::string(text);
  const size_t room = columns - kEllipsis.size();
  const size_t behind = room / 2;
  return fmt::format("{}{}{}", Beginning(text, room - behind), kEllipsis, Ending(text, behind));
}

std::string FitList(std::span<const std::string> items, size_t columns) {
  std::string list;
  for (size_t i = 0; i < items.size(); ++i) {
    const bool last = i + 1 == items.size();
    const std::string rest =
        last ? std::string() : fmt::format(" and {} more", Grouped(items.size() - i - 1));
    const std::string_view comma = i == 0 ? "" : ", ";
    const size_t room = columns - ColumnsOf(rest) - comma.size();
    const std::string item = i == 0 ? Clip(items[i], room) : items[i];
    if (ColumnsOf(list) + ColumnsOf(item) > room) {
      return list + fmt::format(" and {} more", Grouped(items.size() - i));
    }
    list += comma;
    list += item;
  }
  return list;
}

std::string FitChain(std::span<const std::string> items, size_t columns) {
  constexpr std::string_view kArrow = " -> ";
  if (items.empty()) return "";
  if (items.size() == 1) return Clip(items[0], columns);
  // Room for both ends and, between them, for what says that some are left out.
  const std::string gap =
      items.size() == 2 ? "" : fmt::format("... {} more ...{}", Grouped(items.size() - 2), kArrow);
  const size_t ends = (columns - ColumnsOf(gap) - kArrow.size()) / 2;
  const std::string last = Clip(items.back(), ends);
  std::string chain = Clip(items.front(), ends) + std::string(kArrow);
  for (size_t i = 1; i + 1 < items.size(); ++i) {
    const size_t hidden = items.size() - 1 - i;
    const size_t behind =
        ColumnsOf(last) + (hidden == 1 ? 0 : ColumnsOf(gap));  // if this one is shown
    if (ColumnsOf(chain) + ColumnsOf(items[i]) + kArrow.size() + behind > columns) {
      return chain + fmt::format("... {} more ...{}", Grouped(hidden), kArrow) + last;
    }
    chain += items[i];
    chain += kArrow;
  }
  return chain + last;
}

std::string Grouped(uint64_t number) {
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string Counted(uint64_t number, std::string_view noun, std::string_view plural) {
  if (number == 1) return fmt::format("1 {}", noun);
  return plural.empty() ? fmt::format("{} {}s", Grouped(number), noun)
                        : fmt::format("{} {}", Grouped(number), plural);
}

std::string Percent(uint64_t part, uint64_t whole) {
  if (part == 0 || whole == 0) return "0 %";
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  return share < 0.995 ? "<1 %" : fmt::format("{:.0f} %", share);
}

}  // namespace tfsck
