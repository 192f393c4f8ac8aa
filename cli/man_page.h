// The manual page tfsck(1), in the man macros of roff.  Pure: the model in, the page out.
#ifndef TFSCK_CLI_MAN_PAGE_H_
#define TFSCK_CLI_MAN_PAGE_H_

#include <string>

#include "cli/command_model.h"

namespace tfsck {

std::string ManPage(const ProgramModel& program);

}  // namespace tfsck

#endif  // TFSCK_CLI_MAN_PAGE_H_
