#include "engine/storage/git_log.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace tfsck {
namespace {

constexpr char kCommitMark = '\x01';
constexpr int64_t kMicroseconds = 1'000'000;

std::string_view TakeWord(std::string_view* rest) {
  const size_t end = std::min(rest->find(' '), rest->size());
  const std::string_view word = rest->substr(0, end);
  rest->remove_prefix(std::min(end + 1, rest->size()));
  return word;
}

bool IsObjectId(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

bool GitLogReader::Take(std::string_view piece) {
  rest_.append(piece);
  size_t at = 0;
  for (size_t end = rest_.find('\0'); end != rest_.npos; end = rest_.find('\0', at)) {
    if (!TakeToken(std::string_view(rest_).substr(at, end - at))) return false;
    at = end + 1;
  }
  rest_.erase(0, at);
  return log_.changes.size() <= kMostChanges && log_.commits.size() <= kMostChanges;
}

GitLog GitLogReader::Finish() { return std::move(log_); }

bool GitLogReader::TakeToken(std::string_view token) {
  switch (next_) {
    case Next::kCommitOrRaw: {
      // git ends the header of a commit with a line break or a NUL of its own.
      while (token.starts_with('\n')) token.remove_prefix(1);
      if (token.empty()) return true;
      if (token.front() == ':') return TakeRaw(token);
      if (token.front() != kCommitMark || !IsObjectId(token.substr(1))) return false;
      log_.commits.push_back({std::string(token.substr(1)), "", 0});
      next_ = Next::kTime;
      return true;
    }
    case Next::kTime: {
      int64_t seconds = 0;
      std::from_chars(token.data(), token.data() + token.size(), seconds);
      constexpr int64_t kMost = INT64_MAX / kMicroseconds;
      log_.commits.back().author_time_us = std::clamp(seconds, -kMost, kMost) * kMicroseconds;
      next_ = Next::kAuthor;
      return true;
    }
    case Next::kAuthor:
      log_.commits.back().author = token;
      next_ = Next::kCommitOrRaw;
      return true;
    default:
      return TakePath(token);
  }
}

// ":100644 100644 OLD NEW M", with one colon, mode and object more for each further parent.
bool GitLogReader::TakeRaw(std::string_view token) {
  if (log_.commits.empty()) return false;
  const size_t parents = std::min(token.find_first_not_of(':'), token.size());
  token.remove_prefix(parents);
  std::string_view mode;
  for (size_t i = 0; i < parents + 1; ++i) mode = TakeWord(&token);
  const std::string_view before = TakeWord(&token);
  std::string_view object = before;
  for (size_t i = 0; i < parents; ++i) object = TakeWord(&token);
  if (!IsObjectId(object) || token.empty()) return false;
  change_ = GitChange();
  change_.commit = static_cast<uint32_t>(log_.commits.size() - 1);
  change_.object_id = object;
  change_.same = parents == 1 && object == before;
  change_.regular = mode.starts_with("100") || mode == "000000";
  const bool two_paths = parents == 1 && (token.front() == 'R' || token.front() == 'C');
  next_ = two_paths ? Next::kOldPath : Next::kPath;
  return true;
}

bool GitLogReader::TakePath(std::string_view token) {
  if (next_ == Next::kOldPath) {
    change_.old_path = token;
    next_ = Next::kPath;
    return true;
  }
  change_.path = token;
  log_.changes.push_back(std::move(change_));
  next_ = Next::kCommitOrRaw;
  return true;
}

}  // namespace tfsck
