// What the tests of the JSON cursor share: padded documents, verdicts, a document with everything.
#ifndef TFSCK_TESTS_ENGINE_JSON_JSON_SUPPORT_H_
#define TFSCK_TESTS_ENGINE_JSON_JSON_SUPPORT_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/json/cursor.h"

namespace tfsck::json {

// A document on the heap with exactly the padding that Cursor asks for, so that sanitizers see any
// reading beyond it.
class PaddedText {
 public:
  explicit PaddedText(std::string_view text)
      : bytes_(std::make_unique<char[]>(text.size() + kPadding)), size_(text.size()) {
    text.copy(bytes_.get(), text.size());
  }
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  size_t size_;
};

struct Skipped {
  bool accepted = false;
  std::string value;  // text of the document's value
  std::vector<TextAnomaly> anomalies;
};

inline Skipped Skip(std::string_view text) {
  const PaddedText padded(text);
  Cursor cursor(padded.view());
  Skipped result;
  result.value = cursor.SkipValue();
  result.accepted = cursor.Finish();
  result.anomalies = cursor.anomalies();
  return result;
}

// The cursor accepts what Go's scanner accepts, and names the scanner's error where it does not.
inline void ExpectSameVerdict(std::string_view text, std::string_view what) {
  const auto error = FindSyntaxError(text);
  const PaddedText padded(text);
  Cursor cursor(padded.view());
  cursor.SkipValue();
  ASSERT_EQ(cursor.Finish(), !error.has_value())
      << what << (error ? ": " + error->message : ": the scanner accepts it") << "\n"
      << text.substr(0, 400);
  if (error) {
    EXPECT_EQ(cursor.error().go_offset, error->go_offset) << what;
    EXPECT_EQ(cursor.error().message, error->message) << what;
  }
}

// Every construct of the grammar, in Terraform's layout.
inline constexpr std::string_view kEverything = R"({
  "version": 4,
  "serial": 0,
  "lineage": "0c3f",
  "empty": {},
  "none": [],
  "numbers": [
    0,
    -0,
    17,
    -1.5,
    1e400,
    2.50E-3,
    6e+2
  ],
  "text": "caf\u00e9 \ud83d\ude00 \"q\" \\ \/ \b\f\n\r\t é",
  "kéy": [
    true,
    false,
    null,
    "a, b: {c} [d]"
  ],
  "nested": {
    "a": {
      "b": [
        [
          {}
        ],
        {
          "c": "x"
        }
      ]
    }
  },
  "policy": "{\"Statement\":[{\"Effect\":\"Allow\"}]}",
  "check_results": null
}
)";

// The same without the layout.
inline std::string Compacted(std::string_view text) {
  std::string out;
  bool inside = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') inside = !inside;
    if (inside && text[i] == '\\') out += text[i++];
    if (inside || (text[i] != ' ' && text[i] != '\n')) out += text[i];
  }
  return out;
}

}  // namespace tfsck::json

#endif  // TFSCK_TESTS_ENGINE_JSON_JSON_SUPPORT_H_
