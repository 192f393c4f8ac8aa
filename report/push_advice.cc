// What to do about a push: commands that lose nothing, in order.
#include <fmt/format.h>

#include <algorithm>

#include "engine/base/shell_text.h"
#include "report/fit_text.h"
#include "report/push_verdict.h"

namespace tfsck {
namespace {

constexpr size_t kMostImports = 5;

class Adviser {
 public:
  explicit Adviser(const PushReport& report)
      : report_(report),
        verdict_(report.verdict),
        source_(QuoteForShell(report.request.source->document.path)),
        tool_(IsOpenTofus(*report.request.source) ? "tofu" : "terraform") {}

  PushAdvice Advise() {
    switch (verdict_.relation) {
      case PushRelation::kUnknown:
        return Unreadable();
      case PushRelation::kNothingThere:
        return {"Nothing is stored that could be lost.", {Push("")}};
      case PushRelation::kSame:
        return {"There is nothing to push: what is stored is the same.", {}};
      case PushRelation::kAhead:
        return Ahead();
      case PushRelation::kBehind:
        return Behind();
      case PushRelation::kForked:
        return Forked();
      case PushRelation::kUnrelated:
        return {"Do not push: this is another state. Is it the right workspace and backend?",
                {tool_ + " workspace show", tool_ + " state pull | tfsck show -"}};
      case PushRelation::kUnguarded:
        return {
            "Terraform compares nothing here, for one of the two has no lineage. Push only "
            "what the diff shows you want.",
            {Backup(), DiffCommand(), Push("")}};
    }
    return {};
  }

 private:
  static bool IsOpenTofus(const PushSide& side) {
    return side.document.kind == DocumentKind::kEncryptedState ||
           side.state.family == ToolFamily::kOpenTofu;
  }
  std::string Backup() const { return tool_ + " state pull > before-push.tfstate"; }
  std::string Push(std::string_view option) const {
    return fmt::format("{} state push {}{}", tool_, option, source_);
  }
  std::string DiffCommand() const {
    return fmt::format("tfsck diff before-push.tfstate {}", source_);
  }

  PushAdvice Unreadable() const {
    const PushAnswer answer = verdict_.outcome().answer;
    if (answer == PushAnswer::kSourceUnreadable) {
      return {"Terraform cannot read the source.", {"tfsck check " + source_}};
    }
    if (report_.request.destination->document.kind == DocumentKind::kEncryptedState) {
      return {"What is stored is encrypted by OpenTofu: only `tofu` with its key can say more.",
              {}};
    }
    const std::string stored = QuoteForShell(report_.request.destination->document.path);
    return {
        "Terraform cannot read what is stored. Keep a copy of it, and restore the last good "
        "version before anything is pushed.",
        {"tfsck check " + stored}};
  }

  PushAdvice Ahead() const {
    PushAdvice advice;
    advice.words = "The source continues what is stored.";
    advice.commands = {Backup()};
    if (verdict_.Loses()) {
      advice.words += " It no longer has everything: push if that was destroyed or removed.";
      advice.commands.push_back(DiffCommand());
    }
    advice.commands.push_back(Push(""));
    return advice;
  }

  PushAdvice Behind() const {
    PushAdvice advice;
    advice.words = "Do not push: what is stored went on after the source was written.";
    advice.commands = {Backup(), fmt::format("tfsck diff {} before-push.tfstate", source_)};
    AddImports(&advice);
    return advice;
  }

  PushAdvice Forked() const {
    const StateDiff& diff = *verdict_.diff;
    PushAdvice advice;
    advice.commands = {Backup(), DiffCommand()};
    const bool only_added = OnlyOneSide(diff.removed.empty(), OutputDiff::Kind::kAdded);
    const bool only_removed = OnlyOneSide(diff.added.empty(), OutputDiff::Kind::kRemoved);
    if (!diff.Differs()) {
      advice.words = "Only the format is different: there is nothing worth pushing.";
    } else if (only_added) {
      advice.words =
          "Both were written after the same version, and the source has all that is "
          "stored and more, so -force loses nothing.";
      advice.commands.push_back(Push("-force "));
    } else if (only_removed) {
      advice.words =
          "Both were written after the same version, and what is stored has all that "
          "the source has: there is nothing worth pushing.";
    } else {
      advice.words =
          "Do not push: both were written after the same version, and they differ. Keep what is "
          "stored.";
      AddImports(&advice);
    }
    return advice;
  }

  // Whether all that differs was added, or all was removed.
  bool OnlyOneSide(bool objects, OutputDiff::Kind outputs) const {
    const StateDiff& diff = *verdict_.diff;
    return objects && diff.changed.empty() && diff.moved.empty() && diff.checks.empty() &&
           std::ranges::all_of(diff.outputs,
                               [&](const OutputDiff& output) { return output.kind == outputs; });
  }

  // What only the source knows may exist, unknown to what is stored.
  void AddImports(PushAdvice* advice) const {
    if (!verdict_.diff) return;
    size_t left_out = 0;
    size_t imports = 0;
    for (const ObjectRef& object : verdict_.diff->added) {
      if (object.mode != ResourceMode::kManaged || !object.deposed.empty()) continue;
      if (imports < kMostImports) {
        advice->commands.push_back(
            fmt::format("{} import {} ID", tool_, QuoteForShell(object.address)));
        ++imports;
      } else {
        ++left_out;
      }
    }
    if (imports == 0) return;
    advice->words += " What only the source has is unknown to Terraform until it is imported";
    advice->words += left_out > 0 ? fmt::format(" ({} more than shown).", Grouped(left_out)) : ".";
  }

  const PushReport& report_;
  const PushVerdict& verdict_;
  std::string source_;  // for a shell
  std::string tool_;
};

}  // namespace

PushAdvice AdviseOnPush(const PushReport& report) { return Adviser(report).Advise(); }

}  // namespace tfsck
