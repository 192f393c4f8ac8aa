// Why a path could not be read, in one sentence for a person.  Pure but for the look at a dangling
// or looping link; thread-safe.
#ifndef TFSCK_ENGINE_STORAGE_FILE_ERROR_H_
#define TFSCK_ENGINE_STORAGE_FILE_ERROR_H_

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace tfsck {

// "cannot read PATH: REASON", PATH made printable; "-" is called standard input.
tl::unexpected<Error> CannotRead(const std::string& path, std::string_view reason);

// The same with the reason that `error_number` (an errno of open, stat or read) stands for.
tl::unexpected<Error> CannotReadBecause(const std::string& path, int error_number);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_FILE_ERROR_H_
