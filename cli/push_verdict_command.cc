// tfsck push-verdict: what `terraform state push` would answer, store and lose.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzers/push_verdict.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_document.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "engine/state_reader.h"
#include "report/push_verdict.h"

namespace tfsck {
namespace {

struct PushArguments {
  std::string source;
  std::string destination;
  bool absent = false;
  bool force = false;
  std::string backend = "s3";
  std::string workspace = "default";
  std::string format = "text";
  bool all = false;
};

tl::unexpected<Error> Usage(std::string message) {
  return MakeError(ErrorKind::kUsage, std::move(message));
}

Result<void> Validate(const PushArguments& arguments) {
  if (arguments.absent == !arguments.destination.empty()) {
    return Usage(arguments.absent
                     ? "--absent says that nothing is stored: leave the destination out"
                     : "name the state that is stored, or say --absent where there is none");
  }
  if (arguments.source == "-" && arguments.destination == "-") {
    return Usage("only one of the two states can be standard input");
  }
  const bool named = arguments.workspace != "default";
  if (named && !FindBackendKind(arguments.backend)->workspaces) {
    return Usage(fmt::format("the {} backend has no workspaces", arguments.backend));
  }
  return {};
}

// Whatever the file is: what Terraform would make of it is part of the answer.
Result<PushSide> LoadSide(const std::string& path) {
  auto document = LoadArgument(path);
  if (!document) return tl::unexpected(std::move(document.error()));
  PushSide side;
  side.state = ReadState(document->buffer);
  side.document = std::move(*document);
  return side;
}

Result<void> HeldStill(const PushRequest& request) {
  if (auto held = request.source->document.StillUnchanged(); !held) return held;
  if (request.destination == nullptr) return {};
  return request.destination->document.StillUnchanged();
}

int Run(const PushArguments& arguments) {
  if (auto valid = Validate(arguments); !valid) return Complain(valid.error());
  const auto source = LoadSide(arguments.source);
  if (!source) return Complain(source.error());
  std::optional<PushSide> destination;
  if (!arguments.absent) {
    auto loaded = LoadSide(arguments.destination);
    if (!loaded) return Complain(loaded.error());
    destination = std::move(*loaded);
  }
  PushRequest request;
  request.source = &*source;
  request.destination = destination ? &*destination : nullptr;
  request.backend = FindBackendKind(arguments.backend);
  request.default_workspace = arguments.workspace == "default";
  request.force = arguments.force;
  const PushVerdict verdict = JudgePush(request);
  if (auto held = HeldStill(request); !held) return Complain(held.error());
  const PushReport report{request, verdict, arguments.workspace};
  WriteOutput(arguments.format == "json"
                  ? RenderPushJson(report)
                  : RenderPushText(report, {.all = arguments.all, .color = WantColor()}));
  return verdict.Safe() ? kExitClean : kExitFindings;
}

std::vector<std::string> BackendNames() {
  std::vector<std::string> names;
  for (const BackendKind& kind : BackendKinds()) names.emplace_back(kind.name);
  return names;
}

}  // namespace

std::function<int()> SetUpPushVerdict(CLI::App& app) {
  auto arguments = std::make_shared<PushArguments>();
  app.add_option("source", arguments->source, "File that would be pushed, or -")->required();
  app.add_option("destination", arguments->destination,
                 "What is stored now: a file (from `terraform state pull`), or -");
  app.add_flag("--absent", arguments->absent, "Nothing is stored yet");
  app.add_flag("--force", arguments->force, "Push with -force");
  app.add_option("--backend", arguments->backend, "Where the state is stored [s3]")
      ->check(CLI::IsMember(BackendNames()));
  app.add_option("--workspace", arguments->workspace, "Workspace that is selected [default]");
  app.add_flag("--all", arguments->all, "List everything that is lost: text shows twenty lines");
  app.add_option("--format", arguments->format, "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}));
  return [arguments] { return Run(*arguments); };
}

}  // namespace tfsck
