#include "engine/base/glob.h"

#include <algorithm>

namespace tfsck {

Glob::Glob(std::string_view pattern, GlobStyle style) : style_(style) {
  for (size_t at = 0; at < pattern.size();) {
    if (pattern[at] == '*') {
      AddStars(pattern, &at);
    } else if (pattern[at++] == '?') {
      states_.push_back({Step::kCharacter});
      states_.push_back({Step::kContinuation});
    } else {
      states_.push_back({Step::kByte, pattern[at - 1]});
    }
  }
}

void Glob::AddStars(std::string_view pattern, size_t* at) {
  const size_t begin = *at;
  *at = std::min(pattern.find_first_not_of('*', begin), pattern.size());
  if (style_ == GlobStyle::kText) {
    states_.push_back({Step::kAny});
  } else if (*at - begin == 1) {
    states_.push_back({Step::kAnyInSegment});
  } else if ((begin == 0 || pattern[begin - 1] == '/') && *at < pattern.size() &&
             pattern[*at] == '/') {
    states_.push_back({Step::kFolders});
    states_.push_back({Step::kInFolders});
    ++*at;
  } else {
    states_.push_back({Step::kAny});
  }
}

// Marks `state` and all that can be reached from it without a byte.
void Glob::Enter(size_t state, std::vector<bool>* active) const {
  while (!(*active)[state]) {
    (*active)[state] = true;
    if (state == states_.size()) return;
    switch (states_[state].step) {
      case Step::kContinuation:
      case Step::kAny:
      case Step::kAnyInSegment:
        ++state;
        break;
      case Step::kFolders:
        (*active)[state + 1] = true;
        state += 2;
        break;
      default:
        return;
    }
  }
}

void Glob::Advance(size_t state, char byte, std::vector<bool>* next) const {
  const bool slash = byte == '/';
  const bool continuation = (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
  switch (states_[state].step) {
    case Step::kByte:
      if (byte == states_[state].byte) Enter(state + 1, next);
      break;
    case Step::kCharacter:
      if (!continuation && !(slash && style_ == GlobStyle::kPath)) Enter(state + 1, next);
      break;
    case Step::kContinuation:
      if (continuation) Enter(state, next);
      break;
    case Step::kAny:
      Enter(state, next);
      break;
    case Step::kAnyInSegment:
      if (!slash) Enter(state, next);
      break;
    case Step::kFolders:
      break;
    case Step::kInFolders:
      Enter(state, next);
      if (slash) Enter(state + 1, next);
      break;
  }
}

bool Glob::Matches(std::string_view text) const {
  std::vector<bool> active(states_.size() + 1);
  std::vector<bool> next(states_.size() + 1);
  Enter(0, &active);
  for (const char byte : text) {
    next.assign(next.size(), false);
    for (size_t state = 0; state < states_.size(); ++state) {
      if (active[state]) Advance(state, byte, &next);
    }
    active.swap(next);
  }
  return active.back();
}

}  // namespace tfsck
