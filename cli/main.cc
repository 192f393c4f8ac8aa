#include <cstdio>
#include <exception>

#include "cli/command.h"

int main(int argc, char** argv) {
  try {
    return tfsck::RunCommandLine(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tfsck: internal error: %s\n", error.what());
  } catch (...) {
    std::fputs("tfsck: internal error\n", stderr);
  }
  return tfsck::kExitInternal;
}
