// The parts of Recognise (document.h), apart so that each can be read alone.  Pure; thread-safe.
// All take text with Buffer::kPadding readable bytes behind it.
#ifndef TFSCK_ENGINE_RECOGNISE_H_
#define TFSCK_ENGINE_RECOGNISE_H_

#include <optional>
#include <string_view>

#include "engine/document.h"

namespace tfsck {

// What the first bytes alone settle: archives, encrypted files, format 0.
std::optional<DocumentKind> RecogniseSignature(std::string_view bytes);

// REQUIRES that `text` begins with one of { [ " - digit t f n, as every JSON text does once white
// space is skipped.  kOther where it is not JSON and begins like nothing known.
DocumentKind RecogniseJson(std::string_view text);

// HTML, YAML and SOPS in YAML; else kOther.
DocumentKind RecogniseText(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_RECOGNISE_H_
