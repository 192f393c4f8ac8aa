// The text of `tfsck diff`.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/printable.h"
#include "report/diff.h"
#include "report/diff_words.h"
#include "report/fit_text.h"
#include "report/style.h"

namespace tfsck {
namespace {

constexpr size_t kMostLines = 20;  // of one kind of difference
constexpr size_t kMostNames = 12;  // in one line

std::string ToolWord(const DiffMetadata& metadata) {
  const std::string_view name = metadata.family == ToolFamily::kOpenTofu    ? "OpenTofu "
                                : metadata.family == ToolFamily::kTerraform ? "Terraform "
                                                                            : "";
  return metadata.tool_version.empty() ? "an unknown version"
                                       : std::string(name) + Printable(metadata.tool_version);
}

class DiffText {
 public:
  DiffText(const DiffReport& report, const DiffTextOptions& options)
      : report_(report), diff_(report.diff), style_(options.color), all_(options.all) {}

  std::string Render() {
    Header();
    Objects();
    EmptyResources();
    Outputs();
    Checks();
    Format();
    Summary();
    return std::move(out_);
  }

 private:
  // ---- the two documents ----

  void Header() {
    Document("---", report_.path.before, diff_.metadata.before);
    Document("+++", report_.path.after, diff_.metadata.after);
    out_ += fmt::format("The second is {}.\n", RelationWords(diff_));
  }
  void Document(std::string_view mark, const std::string& path, const DiffMetadata& metadata) {
    std::string what =
        fmt::format("serial {}, {}, {}, {}", metadata.serial, ToolWord(metadata),
                    Counted(metadata.objects, "object"), Counted(metadata.outputs, "output"));
    if (metadata.format_version != 4) {
      what = fmt::format("format {}, {}", metadata.format_version, what);
    }
    out_ += fmt::format("{} {}  {}\n", mark, style_.Strong(Printable(path)), style_.Dim(what));
  }

  // ---- groups ----

  // A group's heading comes with its first line.
  void Begin(std::string_view heading) { heading_ = heading; }
  void Line(std::string_view line) {
    if (!heading_.empty())
      out_ += fmt::format("\n{}\n", style_.Strong(std::exchange(heading_, "")));
    out_ += line;
    out_ += '\n';
  }
  template <typename Items, typename Show>
  void Capped(const Items& items, std::string_view mark, Show&& show) {
    const size_t shown = all_ ? items.size() : std::min(items.size(), kMostLines);
    for (size_t i = 0; i < shown; ++i) show(items[i]);
    if (shown < items.size()) {
      Line(style_.Dim(fmt::format("{} ... and {} more; --all shows them", mark,
                                  Grouped(items.size() - shown))));
    }
  }
  size_t MostNames() const { return all_ ? SIZE_MAX : kMostNames; }
  std::string Added(std::string_view text) const { return style_.Good("+ " + std::string(text)); }
  std::string Removed(std::string_view text) const { return style_.Bad("- " + std::string(text)); }

  void Objects() {
    Begin("Resource instances");
    Capped(diff_.removed, "-", [&](const ObjectRef& ref) { Line(Removed(ObjectText(ref))); });
    Capped(diff_.added, "+", [&](const ObjectRef& ref) { Line(Added(ObjectText(ref))); });
    Capped(diff_.moved, ">", [&](const MovedObject& moved) {
      Line(fmt::format("> {} -> {}", ObjectText(moved.from), ObjectText(moved.to)));
      Details(moved.change);
    });
    Capped(diff_.changed, "~", [&](const ChangedObject& changed) {
      Line("~ " + ObjectText(changed.object));
      Details(changed.change);
    });
  }
  void Details(const ChangedParts& change) {
    for (const std::string& line : ChangeLines(change, MostNames())) Line("    " + line);
  }

  void EmptyResources() {
    Begin("Resources without instances");
    Capped(diff_.empty_resources_removed, "-",
           [&](const std::string& address) { Line(Removed(Printable(address))); });
    Capped(diff_.empty_resources_added, "+",
           [&](const std::string& address) { Line(Added(Printable(address))); });
  }

  void Outputs() {
    Begin("Outputs");
    Capped(diff_.outputs, "~", [&](const OutputDiff& output) {
      const std::string name = Printable(output.name);
      if (output.kind == OutputDiff::Kind::kAdded) return Line(Added(name));
      if (output.kind == OutputDiff::Kind::kRemoved) return Line(Removed(name));
      Line(fmt::format("~ {}: {}", name, fmt::join(OutputWords(output), ", ")));
    });
  }

  void Checks() {
    Begin("Check results");
    Capped(diff_.checks, "~", [&](const CheckDiff& check) {
      const std::string address = Printable(check.address);
      const auto with = [&](CheckStatus status) {
        return fmt::format("{}: {}", address, CheckStatusWord(status));
      };
      if (check.kind == CheckDiff::Kind::kAdded) return Line(Added(with(check.status.after)));
      if (check.kind == CheckDiff::Kind::kRemoved) return Line(Removed(with(check.status.before)));
      Line(fmt::format("~ {}: {}", address, CheckWords(check)));
    });
  }

  void Format() {
    Begin("Only the format");
    Capped(diff_.reformatted, "=", [&](const ReformattedObject& object) {
      Line(fmt::format("= {}: {}", ObjectText(object.object),
                       fmt::join(FormatWords(object.format), ", ")));
    });
    if (diff_.check_order) Line("= check results: their order");
  }

  // ---- the last lines ----

  void Summary() { out_ += fmt::format("\n{}\n{}\n", Counts(), Verdict()); }
  std::string Counts() const {
    std::vector<std::string> parts;
    const auto count = [&](uint64_t number, std::string_view word) {
      if (number > 0) parts.push_back(fmt::format("{} {}", Grouped(number), word));
    };
    count(diff_.removed.size(), "removed");
    count(diff_.added.size(), "added");
    count(diff_.moved.size(), "moved");
    count(diff_.changed.size(), "changed");
    count(diff_.reformatted.size(), "only reformatted");
    count(diff_.unchanged, "unchanged");
    std::string text = fmt::format("{}", fmt::join(parts, ", "));
    if (parts.empty()) text = "No resource instances";
    if (!diff_.outputs.empty())
      text += "; " + Counted(diff_.outputs.size(), "output") + " different";
    if (!diff_.checks.empty()) {
      text += "; " + Counted(diff_.checks.size(), "check result") + " different";
    }
    return text + ".";
  }
  std::string Verdict() const {
    if (diff_.same_bytes) return "The files are the same, byte for byte.";
    if (diff_.lucky) {
      return "Nothing is different but the format. Terraform writes check results in random order, "
             "so it may still call them different.";
    }
    if (diff_.terraform_equal && !diff_.Differs()) {
      return "Terraform calls them equal: at most the format and the metadata are different.";
    }
    if (diff_.terraform_equal)
      return "Terraform 1.11 calls them equal: it does not read what differs.";
    if (diff_.Differs()) return "Terraform calls them different.";
    return "Only the format is different, and yet Terraform calls them different: it compares the "
           "text.";
  }

  const DiffReport& report_;
  const StateDiff& diff_;
  Style style_;
  bool all_;
  std::string heading_;
  std::string out_;
};

}  // namespace

std::string ObjectText(const ObjectRef& object) {
  const std::string address = Printable(object.address);
  return object.deposed.empty()
             ? address
             : fmt::format("{} (deposed {})", address, Printable(object.deposed));
}

std::string RenderDiffText(const DiffReport& report, const DiffTextOptions& options) {
  return DiffText(report, options).Render();
}

}  // namespace tfsck
