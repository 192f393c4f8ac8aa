#include "engine/lock_record.h"

#include <array>

namespace tfsck {
namespace {

struct BackendRow {
  LockBackend backend;
  std::string_view id;
  std::string_view name;
};

constexpr std::array kBackends = {
    BackendRow{LockBackend::kUnknown, "unknown", "lock record"},
    BackendRow{LockBackend::kLocal, "local", "lock info of a local state"},
    BackendRow{LockBackend::kS3, "s3", "S3 lock object"},
    BackendRow{LockBackend::kDynamoDb, "dynamodb", "DynamoDB lock item"},
    BackendRow{LockBackend::kGcs, "gcs", "GCS lock object"},
    BackendRow{LockBackend::kAzure, "azurerm", "Azure blob lease"},
    BackendRow{LockBackend::kConsul, "consul", "Consul lock"},
    BackendRow{LockBackend::kKubernetes, "kubernetes", "Kubernetes Lease"},
    BackendRow{LockBackend::kHttp, "http", "lock of an HTTP backend"},
    BackendRow{LockBackend::kHcp, "hcp", "lock of an HCP Terraform workspace"},
};

const BackendRow& RowOf(LockBackend backend) { return kBackends[static_cast<size_t>(backend)]; }

}  // namespace

std::string_view BackendId(LockBackend backend) { return RowOf(backend).id; }

std::string_view BackendName(LockBackend backend) { return RowOf(backend).name; }

std::optional<LockBackend> ParseBackend(std::string_view id) {
  for (const BackendRow& row : kBackends) {
    if (row.id == id) return row.backend;
  }
  return std::nullopt;
}

}  // namespace tfsck
