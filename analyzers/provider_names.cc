#include "analyzers/provider_names.h"

#include <algorithm>

namespace tfsck {
namespace {

// Providers whose resource types all begin with the provider's own name.
constexpr std::string_view kWellKnown[] = {
    "aci",          "ad",         "alicloud",
    "archive",      "argocd",     "artifactory",
    "auth0",        "aviatrix",   "aws",
    "awscc",        "azapi",      "azuread",
    "azuredevops",  "azurerm",    "azurestack",
    "bigip",        "boundary",   "cloudflare",
    "cloudinit",    "confluent",  "consul",
    "databricks",   "datadog",    "digitalocean",
    "dns",          "docker",     "external",
    "fastly",       "flux",       "github",
    "gitlab",       "google",     "googleworkspace",
    "grafana",      "hcloud",     "hcp",
    "helm",         "heroku",     "http",
    "huaweicloud",  "ibm",        "keycloak",
    "kubectl",      "kubernetes", "launchdarkly",
    "linode",       "local",      "mongodbatlas",
    "mysql",        "newrelic",   "nomad",
    "null",         "oci",        "okta",
    "openstack",    "opsgenie",   "ovh",
    "pagerduty",    "postgresql", "proxmox",
    "rabbitmq",     "rancher2",   "random",
    "scaleway",     "snowflake",  "sops",
    "spacelift",    "tailscale",  "template",
    "tencentcloud", "terraform",  "tfe",
    "time",         "tls",        "vault",
    "vcd",          "vercel",     "vsphere",
    "vultr",        "yandex",
};

static_assert(std::ranges::is_sorted(kWellKnown));

// Archived, with no build for platforms that came later
// (registry.terraform.io/providers/hashicorp).
constexpr std::string_view kArchived[] = {
    "chef", "kubernetes-alpha", "opc", "oraclepaas", "template", "terraform",
};

static_assert(std::ranges::is_sorted(kArchived));

bool IsWellKnown(std::string_view name) { return std::ranges::binary_search(kWellKnown, name); }

// Whether `word` is one of the parts of `name` between dashes.
bool HasWord(std::string_view name, std::string_view word) {
  while (true) {
    const size_t dash = name.find('-');
    if (name.substr(0, dash) == word) return true;
    if (dash == std::string_view::npos) return false;
    name.remove_prefix(dash + 1);
  }
}

}  // namespace

std::string_view TypePrefix(std::string_view type) { return type.substr(0, type.find('_')); }

bool MayManage(const ProviderAddress& provider, std::string_view prefix) {
  if (provider.type == prefix || HasWord(provider.type, prefix)) return true;
  return !IsWellKnown(provider.type) && !IsWellKnown(prefix);
}

bool IsArchivedProvider(const ProviderAddress& provider) {
  return provider.host == "registry.terraform.io" && provider.namespace_ == "hashicorp" &&
         std::ranges::binary_search(kArchived, std::string_view(provider.type));
}

}  // namespace tfsck
