// Words that several rules' messages share.
#ifndef TFSCK_ANALYZERS_WORDS_H_
#define TFSCK_ANALYZERS_WORDS_H_

#include <string_view>

namespace tfsck {

// Terraform's own sentence, to stand inside a message: without its final stop.
inline std::string_view WithoutStop(std::string_view sentence) {
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return sentence;
}

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_WORDS_H_
