// Identifiers of HCL's native syntax: names of modules, resources, outputs and provider aliases.
//
// Pure functions; safe from any thread.  Cost: one pass over the text.
#ifndef TFSCK_ENGINE_IDENTIFIER_H_
#define TFSCK_ENGINE_IDENTIFIER_H_

#include <cstddef>
#include <string_view>

namespace tfsck {

// Bytes of the identifier that `text` begins with, 0 when it begins with none.  An identifier is
// an ID_Start of Unicode 9.0 or '_', then any of ID_Continue or '-' (HCL:
// hclsyntax/scan_tokens.rl, Ident).
size_t IdentifierLength(std::string_view text);

// Whether the whole text is one identifier (HCL: hclsyntax.ValidIdentifier).
bool IsValidIdentifier(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_IDENTIFIER_H_
