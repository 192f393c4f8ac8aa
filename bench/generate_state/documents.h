// The long texts in states, which make their sizes heavy-tailed: policies, scripts, certificates.
#ifndef TFSCK_BENCH_GENERATE_STATE_DOCUMENTS_H_
#define TFSCK_BENCH_GENERATE_STATE_DOCUMENTS_H_

#include <string>
#include <string_view>

#include "bench/generate_state/random.h"
#include "bench/generate_state/values.h"

namespace tfsck::bench {

void AppendIamPolicy(const Subject& subject, Random& random, std::string* out);
void AppendTrustPolicy(const Subject& subject, Random& random, std::string* out);
void AppendContainerDefinitions(const Subject& subject, Random& random, std::string* out);
void AppendUserData(const Subject& subject, Random& random, std::string* out);
void AppendPem(std::string_view label, Random& random, std::string* out);
void AppendKubeconfig(const Subject& subject, Random& random, std::string* out);
// A file as config maps hold them: properties, YAML, sometimes a large one.
void AppendConfigFile(const Subject& subject, Random& random, std::string* out);

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_DOCUMENTS_H_
