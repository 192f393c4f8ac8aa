// Completion scripts of shells.  Pure: the model in, the script out.  They hold everything they
// offer, so that completing a word starts no process.
#ifndef TFSCK_CLI_COMPLETION_H_
#define TFSCK_CLI_COMPLETION_H_

#include <string>

#include "cli/command_model.h"

namespace tfsck {

std::string BashCompletion(const ProgramModel& program);
std::string ZshCompletion(const ProgramModel& program);
std::string FishCompletion(const ProgramModel& program);

}  // namespace tfsck

#endif  // TFSCK_CLI_COMPLETION_H_
