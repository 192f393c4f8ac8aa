// generate_state: writes realistic Terraform and OpenTofu states of any size.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

#include "bench/generate_state/state_stream.h"

namespace tfsck::bench {
namespace {

constexpr uint64_t kFilesPerFolder = 1000;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

bool Complain(const std::string& path) {
  fmt::print(stderr, "generate_state: {}: {}\n", path, std::strerror(errno));
  return false;
}

bool WriteDocument(const StateOptions& options, const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> owned(path == "-" ? nullptr
                                                                : std::fopen(path.c_str(), "wb"));
  std::FILE* const file = path == "-" ? stdout : owned.get();
  if (file == nullptr) return Complain(path);
  bool good = true;
  const StateSize size = GenerateState(options, [&](std::string_view piece) {
    good = std::fwrite(piece.data(), 1, piece.size(), file) == piece.size();
    return good;
  });
  if (!good || std::fflush(file) != 0) return Complain(path);
  if (path != "-") return true;
  fmt::print(stderr, "{} bytes, {} resource blocks, {} instances\n", size.bytes,
             size.resource_blocks, size.instances);
  return true;
}

// Many small states of different seeds, a thousand to a folder.
bool WriteArchive(StateOptions options, uint64_t files, const std::string& folder) {
  for (uint64_t i = 0; i < files; ++i) {
    const std::string part = fmt::format("{}/{:03}", folder, i / kFilesPerFolder);
    std::error_code error;
    std::filesystem::create_directories(part, error);
    if (!WriteDocument(options, fmt::format("{}/state_{:06}.tfstate", part, i))) return false;
    ++options.seed;
  }
  return true;
}

int Main(int argc, char** argv) {
  CLI::App app("Writes realistic Terraform states: the same bytes for the same options.");
  StateOptions options;
  std::string output = "-";
  uint64_t files = 0;
  uint64_t file_bytes = 20'000;
  app.add_option("--bytes", options.bytes, "Size of the document: 100M, 2MB, ...")
      ->transform(CLI::AsSizeValue(true));
  app.add_option("--instances", options.instances,
                 "Stop at this many resource instances if that comes before --bytes");
  app.add_option("--modules", options.modules, "Module blocks (default: as many as fit the size)");
  app.add_option("--seed", options.seed);
  app.add_flag("--compact", options.compact, "One line instead of two-space indentation");
  app.add_flag("--tofu", options.tofu, "As OpenTofu 1.9 writes it");
  CLI::Option* many = app.add_option("--files", files, "Write that many states into the folder -o");
  app.add_option("--file-bytes", file_bytes, "Size of each of --files")
      ->transform(CLI::AsSizeValue(true));
  app.add_option("-o,--output", output, "File to write, - for stdout; with --files a folder");
  CLI11_PARSE(app, argc, argv);
  if (many->count() == 0) return WriteDocument(options, output) ? 0 : 1;
  if (output == "-") {
    fmt::print(stderr, "generate_state: --files needs a folder: -o DIR\n");
    return 2;
  }
  options.bytes = file_bytes;
  return WriteArchive(options, files, output) ? 0 : 1;
}

}  // namespace
}  // namespace tfsck::bench

int main(int argc, char** argv) { return tfsck::bench::Main(argc, argv); }
