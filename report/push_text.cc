// The text of `tfsck push-verdict`.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/printable.h"
#include "engine/encrypted_envelope.h"
#include "report/diff.h"
#include "report/fit_text.h"
#include "report/push_verdict.h"
#include "report/style.h"

namespace tfsck {
namespace {

constexpr size_t kLabelColumns = 13;
constexpr size_t kMostLines = 20;

// Its line breaks are Terraform's own; all else of it may come from the state.  Empty lines go.
std::string PrintableLines(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (end > 0 && !lines.empty()) lines += '\n';
    lines += Printable(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

class PushText {
 public:
  PushText(const PushReport& report, const PushTextOptions& options)
      : report_(report),
        verdict_(report.verdict),
        style_(options.color),
        most_(options.all ? SIZE_MAX : kMostLines) {}

  std::string Render() {
    Title();
    Side("source", report_.request.source);
    Side("stored now", report_.request.destination);
    Row("relation", Relation());
    for (const PushOutcome& outcome : verdict_.outcomes) Outcome(outcome);
    if (verdict_.without_force != PushAnswer::kAccepted) {
      Row("without it", "Terraform says: " + PrintableLines(verdict_.message_without_force));
    }
    Loss();
    for (const PushNote note : verdict_.notes) Row("note", NoteText(note, report_));
    Advice();
    return std::move(out_);
  }

 private:
  void Row(std::string_view label, std::string_view text) {
    out_ += WrapText(fmt::format("{:<{}}", label, kLabelColumns), text, style_);
  }
  // An address stays on one line.
  void Line(std::string_view label, std::string_view text) {
    out_ += fmt::format("{}{}\n", style_.Dim(fmt::format("{:<{}}", label, kLabelColumns)), text);
  }

  void Title() {
    const PushRequest& request = report_.request;
    out_ += fmt::format("{}: state push {}{} on {}, workspace {}\n\n", TitleWord(),
                        request.force ? "-force " : "", Printable(request.source->document.path),
                        request.backend->name, Printable(report_.workspace));
  }
  std::string TitleWord() const {
    if (verdict_.Safe()) return style_.Good("accepted");
    if (verdict_.outcome().answer != PushAnswer::kAccepted) return style_.Bad("refused");
    if (verdict_.Loses()) return style_.Bad("accepted, and loses");
    if (verdict_.OverwritesNewer()) return style_.Bad("accepted, and overwrites");
    return style_.Bad("accepted or refused");
  }

  void Side(std::string_view label, const PushSide* side) {
    if (side == nullptr) return Row(label, "nothing");
    const std::string path = Printable(side->document.path);
    if (side->document.buffer.bytes.empty()) return Row(label, path + ": empty, zero bytes");
    if (!side->state.Readable()) {
      return Row(label, fmt::format("{}: not readable ({})", path, KindName(side->document.kind)));
    }
    const StateSnapshot& state = side->state;
    const std::string lineage =
        state.lineage.empty() ? "no lineage" : "lineage " + Printable(state.lineage);
    Row(label, fmt::format("{}: serial {}, {}, {}", path, state.serial, lineage,
                           Counted(state.instances.size(), "object")));
  }

  // Lineage and serial are the states' own, or stand in clear around encrypted ones.
  std::string Serials() const {
    const auto serial = [](const PushSide& side) {
      return side.document.kind == DocumentKind::kEncryptedState
                 ? ReadEnvelope(side.document.buffer.bytes).serial.value_or(0)
                 : side.state.serial;
    };
    return fmt::format("serial {} where {} is stored", serial(*report_.request.source),
                       serial(*report_.request.destination));
  }

  std::string Relation() const {
    switch (verdict_.relation) {
      case PushRelation::kUnknown:
        return "unknown: one of the two cannot be read";
      case PushRelation::kNothingThere:
        return "nothing is stored that could be overwritten";
      case PushRelation::kSame:
        return "the same state, the same serial";
      case PushRelation::kAhead:
        return "ahead: same lineage, " + Serials();
      case PushRelation::kBehind:
        return "behind: same lineage, " + Serials();
      case PushRelation::kForked:
        return verdict_.diff->Differs() ? "forked: same lineage and serial, other content"
                                        : "the same state and serial, written otherwise, which "
                                          "Terraform calls different";
      case PushRelation::kUnrelated:
        return "unrelated: another lineage";
      case PushRelation::kUnguarded:
        return "not comparable: one of the two has no lineage";
    }
    return "";
  }

  void Outcome(const PushOutcome& outcome) {
    const bool first = &outcome == &verdict_.outcome();
    Row(first ? "Terraform" : "or",
        outcome.message.empty()
            ? fmt::format("{}, exit status {}",
                          outcome.exit_status > 1 ? "crashes" : "prints nothing",
                          outcome.exit_status)
            : fmt::format("{}\nexit status {}", PrintableLines(outcome.message),
                          outcome.exit_status));
    if (outcome.answer != PushAnswer::kAccepted) return;
    const std::string lineage = outcome.new_lineage       ? "a new random lineage"
                                : outcome.lineage.empty() ? "no lineage"
                                                          : "lineage " + Printable(outcome.lineage);
    Row("then stored", fmt::format("serial {}, {}{}", outcome.serial, lineage,
                                   outcome.writes ? "" : "; nothing is written"));
  }

  // ---- what is lost ----

  void Loss() {
    if (!verdict_.diff) return;
    const StateDiff& diff = *verdict_.diff;
    std::vector<std::string> lost;
    for (const ObjectRef& object : diff.removed) lost.push_back(ObjectText(object));
    for (const OutputDiff& output : diff.outputs) {
      if (output.kind != OutputDiff::Kind::kRemoved) continue;
      lost.push_back("output " + Printable(output.name));
    }
    const bool accepted = verdict_.outcome().answer == PushAnswer::kAccepted;
    const std::string_view label = accepted ? "would lose" : "-force loses";
    if (lost.empty()) Row(label, "no object and no output");
    for (size_t i = 0; i < std::min(lost.size(), most_); ++i) {
      Line(i == 0 ? label : "", style_.Bad("- " + lost[i]));
    }
    if (lost.size() > most_) {
      Row("", fmt::format("... and {} more; --all shows them", Grouped(lost.size() - most_)));
    }
    if (!diff.changed.empty()) {
      Row("overwrites",
          Counted(diff.changed.size(), "object") + "; `tfsck diff` says what in them");
    }
    if (!diff.moved.empty()) {
      Row("moves", fmt::format("{} to other addresses", Counted(diff.moved.size(), "object")));
    }
  }

  void Advice() {
    const PushAdvice advice = AdviseOnPush(report_);
    out_ += '\n' + WrapText("", advice.words, style_);
    for (const std::string& command : advice.commands) {
      out_ += fmt::format("  {}\n", style_.Strong(Printable(command)));
    }
  }

  const PushReport& report_;
  const PushVerdict& verdict_;
  Style style_;
  size_t most_;
  std::string out_;
};

}  // namespace

std::string RenderPushText(const PushReport& report, const PushTextOptions& options) {
  return PushText(report, options).Render();
}

}  // namespace tfsck
