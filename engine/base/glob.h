// Glob: the patterns people write for paths and names.
//
// `*` is any text, `**` any text across folders, `?` one character; everything else, brackets
// included, stands for itself, because addresses are full of brackets.  Owns its pattern; matching
// is const and safe from any thread, and costs at most pattern times text, whatever the stars.
#ifndef TFSCK_ENGINE_BASE_GLOB_H_
#define TFSCK_ENGINE_BASE_GLOB_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace tfsck {

enum class GlobStyle {
  kPath,  // `*` and `?` stop at `/`; a segment `**` is any number of folders, also none
  kText,  // `*` is anything
};

class Glob {
 public:
  // Both in UTF-8.
  Glob(std::string_view pattern, GlobStyle style);

  // Whether the whole text matches.
  bool Matches(std::string_view text) const;

 private:
  enum class Step : uint8_t {
    kByte,          // this byte
    kCharacter,     // the first byte of a character
    kContinuation,  // any number of continuation bytes
    kAny,           // any number of bytes
    kAnyInSegment,  // any number of bytes but '/'
    kFolders,       // nothing, or go on to kInFolders
    kInFolders,     // any number of bytes, the last of them '/'
  };
  struct State {
    Step step;
    char byte = 0;
  };

  void AddStars(std::string_view pattern, size_t* at);
  void Enter(size_t state, std::vector<bool>* active) const;
  void Advance(size_t state, char byte, std::vector<bool>* next) const;

  GlobStyle style_;
  std::vector<State> states_;  // the accepting state is states_.size()
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_GLOB_H_
