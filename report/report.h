// What a check of many inputs gives, rendered.  Pure: data in, bytes out.
//
// Text from inputs is hostile: every renderer escapes control, bidi and other invisible characters.
#ifndef TFSCK_REPORT_REPORT_H_
#define TFSCK_REPORT_REPORT_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzers/check.h"
#include "analyzers/ignore.h"
#include "engine/base/result.h"
#include "engine/base/severity.h"
#include "engine/document.h"

namespace tfsck {

// What happened over all inputs of one call.
struct CheckSummary {
  uint64_t checked = 0;                            // files looked into
  uint64_t unreadable_inputs = 0;                  // files that could not be loaded
  std::array<uint64_t, 4> findings{};              // by Severity
  std::map<DocumentKind, uint64_t> companions;     // lock infos, plans, ... found in folders
  uint64_t other_files = 0;                        // skipped in folders
  uint64_t not_checked = 0;                        // encrypted at rest
  std::map<const IgnoreEntry*, uint64_t> ignored;  // not among `findings`

  void Add(const DocumentReport& report);
  std::optional<Severity> Worst() const;
};

// A stream of results in input order: call in the order Begin, any of File and Failure, End; each
// returns the bytes to print.
class CheckRenderer {
 public:
  virtual ~CheckRenderer() = default;
  virtual std::string Begin() = 0;
  virtual std::string File(const DocumentReport& report) = 0;
  virtual std::string Failure(const std::string& path, const Error& error) = 0;
  virtual std::string End(const CheckSummary& summary) = 0;
};

struct TextOptions {
  bool all = false;    // every finding; else ten per rule, then a count
  bool color = false;  // ANSI colours
};
std::unique_ptr<CheckRenderer> MakeTextRenderer(const TextOptions& options);

// One JSON document: docs/formats/check.schema.json.
std::unique_ptr<CheckRenderer> MakeJsonRenderer();

}  // namespace tfsck

#endif  // TFSCK_REPORT_REPORT_H_
