// Text that must fit a line: clipped, listed, counted, in the words people use for numbers.
//
// Pure functions; linear in the text.  Texts are printable already (engine/base/printable.h).
#ifndef TFSCK_REPORT_FIT_TEXT_H_
#define TFSCK_REPORT_FIT_TEXT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tfsck {

inline constexpr size_t kTextColumns = 100;

// Columns that a terminal needs at most: two for every code point that is not ASCII.
size_t ColumnsOf(std::string_view text);

// `text`, or its beginning and end around "..." in at most `columns` columns.  REQUIRES at least 5.
std::string Clip(std::string_view text, size_t columns);

// "a, b and 12 more": as many items as fit `columns`, at least the first, clipped if need be.
std::string FitList(std::span<const std::string> items, size_t columns);

// "a -> b -> ... 7 more ... -> z": both ends, and as much of the beginning as fits.
std::string FitChain(std::span<const std::string> items, size_t columns);

// 1234567 as 1,234,567.
std::string Grouped(uint64_t number);

// "1 resource", "2,000 resources"; `plural` where an s is not enough.
std::string Counted(uint64_t number, std::string_view noun, std::string_view plural = "");

// "62 %", "<1 %"; "0 %" of nothing.
std::string Percent(uint64_t part, uint64_t whole);

}  // namespace tfsck

#endif  // TFSCK_REPORT_FIT_TEXT_H_
