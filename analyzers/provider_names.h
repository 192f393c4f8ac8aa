// What is known about public providers: the resource types they manage, and which are archived.
//
// Pure functions over small sorted tables.
#ifndef TFSCK_ANALYZERS_PROVIDER_NAMES_H_
#define TFSCK_ANALYZERS_PROVIDER_NAMES_H_

#include <string_view>

#include "engine/provider_address.h"

namespace tfsck {

// The word that Terraform takes for the provider of a type: aws of aws_s3_bucket, http of http (TF:
// internal/addrs/resource.go, ImpliedProvider).
std::string_view TypePrefix(std::string_view type);

// Whether resources with this prefix can belong to the provider.  A provider may carry its prefix
// as a word of its own name (google-beta, aws-4-49-0); a provider that is not known is only doubted
// when the prefix is that of a known one.
bool MayManage(const ProviderAddress& provider, std::string_view prefix);

// On registry.terraform.io, by HashiCorp, without new builds.
bool IsArchivedProvider(const ProviderAddress& provider);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_PROVIDER_NAMES_H_
