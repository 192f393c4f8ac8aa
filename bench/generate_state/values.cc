#include "bench/generate_state/values.h"

#include <fmt/format.h>

#include <array>

#include "bench/generate_state/documents.h"

namespace tfsck::bench {
namespace {

using Writer = void (*)(const Subject&, Random&, std::string*);

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kSecret =
    "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!#%&*()-_=+[]{}<>:?";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string Guid(Random& random) {
  const uint64_t a = random.Next();
  const uint64_t b = random.Next();
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", a >> 32, a >> 16 & 0xFFFF, a & 0xFFFF,
                     b >> 48, b & 0xFFFFFFFFFFFF);
}

std::string Ip(Random& random) {
  return fmt::format("10.{}.{}.{}", random.Below(256), random.Below(256), 4 + random.Below(250));
}

void Put(std::string* out, std::string_view text) { *out += text; }

template <size_t kSize>
void PutOneOf(const std::array<std::string_view, kSize>& words, Random& random, std::string* out) {
  *out += random.Pick(words);
}

void Arn(const Subject& s, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "arn:aws:{}:eu-central-1:123456789012:{}/{}",
                 s.type.substr(s.type.find('_') + 1), s.label, Hex(r.Next(), 16));
}
void Region(const Subject& s, Random& r, std::string* out) {
  static constexpr std::array<std::string_view, 3> kAws = {"eu-central-1", "us-east-1",
                                                           "ap-southeast-2"};
  static constexpr std::array<std::string_view, 2> kGoogle = {"europe-west3", "us-central1"};
  static constexpr std::array<std::string_view, 2> kAzure = {"westeurope", "germanywestcentral"};
  if (s.provider == "google") return PutOneOf(kGoogle, r, out);
  if (s.provider == "azurerm") return PutOneOf(kAzure, r, out);
  PutOneOf(kAws, r, out);
}
void Zone(const Subject& s, Random& r, std::string* out) {
  Region(s, r, out);
  Put(out, s.provider == "google" ? "-b" : "a");
}
void Cidr(const Subject&, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "10.{}.{}.0/{}", r.Below(256), r.Below(256),
                 20 + r.Below(5));
}
void Address(const Subject&, Random& r, std::string* out) { Put(out, Ip(r)); }
void Mac(const Subject&, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "0a:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", r.Below(256),
                 r.Below(256), r.Below(256), r.Below(256), r.Below(256));
}
void Time(const Subject&, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "20{}-{:02}-{:02}T{:02}:{:02}:{:02}Z", 20 + r.Below(6),
                 1 + r.Below(12), 1 + r.Below(28), r.Below(24), r.Below(60), r.Below(60));
}
void Duration(const Subject&, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "{}m", 5 * (1 + r.Below(12)));
}
void UuidText(const Subject&, Random& r, std::string* out) { Put(out, Guid(r)); }
void Label(const Subject& s, Random&, std::string* out) { Put(out, s.label); }
void Host(const Subject& s, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "{}.{}.eu-central-1.example.internal", s.label,
                 Hex(r.Next(), 12));
}
void Url(const Subject& s, Random& r, std::string* out) {
  Put(out, "https://");
  Host(s, r, out);
  Put(out, "/");
}
void Version(const Subject&, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "{}.{}.{}", 1 + r.Below(15), r.Below(30), r.Below(12));
}
void Secret(const Subject&, Random& r, std::string* out) {
  AppendRandomText(kSecret, 16 + r.Below(24), r, out);
}
void SecretKey(const Subject&, Random& r, std::string* out) {
  AppendRandomText(kBase64, 86, r, out);
  Put(out, "==");
}
void Digest(const Subject&, Random& r, std::string* out) {
  AppendRandomText(kBase64, 43, r, out);
  Put(out, "=");
}
void ConnectionString(const Subject& s, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out),
                 "DefaultEndpointsProtocol=https;AccountName={};AccountKey=", s.label);
  SecretKey(s, r, out);
  Put(out, ";EndpointSuffix=core.windows.net");
}
void Certificate(const Subject&, Random& r, std::string* out) { AppendPem("CERTIFICATE", r, out); }
void PublicKey(const Subject&, Random& r, std::string* out) {
  Put(out, "ssh-rsa AAAAB3NzaC1yc2E");
  AppendRandomText(kBase64, 340, r, out);
}
void PrivateKey(const Subject&, Random& r, std::string* out) {
  AppendPem("RSA PRIVATE KEY", r, out);
}
void Description(const Subject& s, Random& r, std::string* out) {
  static constexpr std::array<std::string_view, 4> kTails = {
      "managed by Terraform", "owned by the platform team <platform@example.com>",
      "used by checkout & billing", "see the runbook \"Recovery\""};
  fmt::format_to(std::back_inserter(*out), "{}: {}", s.label, r.Pick(kTails));
}
void SelfLink(const Subject& s, Random&, std::string* out) {
  fmt::format_to(std::back_inserter(*out),
                 "https://www.googleapis.com/compute/v1/projects/acme-prod/regions/europe-west3/"
                 "{}s/{}-{}",
                 s.type.substr(s.type.rfind('_') + 1), s.label, Hex(s.uid, 16));
}
void ResourceGroup(const Subject&, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "rg-platform-{:03}", r.Below(200));
}
void AzureId(const Subject& s, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out),
                 "/subscriptions/5b1e0f53-6cb2-4f5e-9d0a-0f2f6bd3e0aa/resourceGroups/rg-platform-{}"
                 "/providers/Microsoft.Network/{}",
                 r.Below(200), s.label);
}
void Image(const Subject& s, Random& r, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "registry.example.com/platform/{}:{}", s.label,
                 Hex(r.Next(), 12));
}
void CloudReference(const Subject& s, Random& r, std::string* out) {
  if (s.provider == "azurerm") return AzureId(s, r, out);
  if (s.provider == "google") return SelfLink(s, r, out);
  Put(out, "ref-0");
  Put(out, Hex(r.Next(), 16));
}
void TcpPort(const Subject&, Random& r, std::string* out) {
  Put(out, std::to_string(1024 + r.Below(60000)));
}
void Plain(const Subject&, Random& r, std::string* out) {
  static constexpr std::array<std::string_view, 14> kWords = {
      "Enabled", "default", "standard", "ENABLED", "AES256", "tcp",     "-1",
      "IPV4",    "gp3",     "internal", "Allow",   "active", "primary", "optional"};
  PutOneOf(kWords, r, out);
}
void RandomName(const Subject&, Random& r, std::string* out) {
  AppendRandomText(kLetters, 8 + r.Below(8), r, out);
}

struct TextRule {
  std::string_view ending;  // of the attribute's name
  Writer write;
};

// The first rule whose ending fits decides.
constexpr TextRule kTextRules[] = {
    {"assume_role_policy", AppendTrustPolicy},
    {"container_definitions", AppendContainerDefinitions},
    {"policy_arn", Arn},
    {"inline_policy", AppendIamPolicy},
    {"policy", AppendIamPolicy},
    {"json", AppendIamPolicy},
    {"user_data", AppendUserData},
    {"user_data_base64", AppendUserData},
    {"custom_data", AppendUserData},
    {"metadata_startup_script", AppendConfigFile},
    {"kube_config_raw", AppendKubeconfig},
    {"admin_config_raw", AppendKubeconfig},
    {"public_key_pem", Certificate},
    {"private_key_pem", PrivateKey},
    {"private_key_pem_pkcs8", PrivateKey},
    {"private_key_openssh", PrivateKey},
    {"private_key", PrivateKey},
    {"client_key", PrivateKey},
    {"public_key", PublicKey},
    {"public_key_openssh", PublicKey},
    {"certificate_chain", Certificate},
    {"certificate_body", Certificate},
    {"certificate", Certificate},
    {"cert", Certificate},
    {"connection_string", ConnectionString},
    {"access_key", SecretKey},
    {"shared_key", SecretKey},
    {"secret_string", Secret},
    {"secret_data", Secret},
    {"password", Secret},
    {"result", Secret},
    {"bcrypt_hash", Secret},
    {"fingerprint", Digest},
    {"code_sha256", Digest},
    {"arn", Arn},
    {"region", Region},
    {"location", Region},
    {"availability_zone", Zone},
    {"zone", Zone},
    {"cidr", Cidr},
    {"cidr_block", Cidr},
    {"cidr_range", Cidr},
    {"address_space", Cidr},
    {"address_prefixes", Cidr},
    {"cidr_blocks", Cidr},
    {"ranges", Cidr},
    {"mac_address", Mac},
    {"address", Address},
    {"addresses", Address},
    {"_ip", Address},
    {"_ips", Address},
    {"_time", Time},
    {"_date", Time},
    {"timestamp", Time},
    {"not_after", Time},
    {"not_before", Time},
    {"create", Duration},
    {"update", Duration},
    {"delete", Duration},
    {"read", Duration},
    {"duration", Duration},
    {"interval", Duration},
    {"tenant_id", UuidText},
    {"object_id", UuidText},
    {"principal_id", UuidText},
    {"client_id", UuidText},
    {"uid", UuidText},
    {"guid", UuidText},
    {"endpoint", Host},
    {"dns_name", Host},
    {"domain_name", Host},
    {"fqdn", Host},
    {"hostname", Host},
    {"host", Host},
    {"url", Url},
    {"_uri", Url},
    {"version", Version},
    {"description", Description},
    {"self_link", SelfLink},
    {"resource_group_name", ResourceGroup},
    {"image", Image},
    {"port", TcpPort},
    {"_id", CloudReference},
    {"_ids", CloudReference},
    {"subnetwork", CloudReference},
    {"network", CloudReference},
    {"security_groups", CloudReference},
    {"subnets", CloudReference},
    {"name_prefix", Label},
    {"name", Label},
    {"bucket", Label},
    {"family", Label},
    {"role", Label},
    {"member", RandomName},
    {"args", RandomName},
    {"command", RandomName},
    {"value", RandomName},
    {"key", RandomName},
};

void AppendByName(std::string_view name, const Subject& subject, Random& random, std::string* out) {
  for (const TextRule& rule : kTextRules) {
    if (name.ends_with(rule.ending)) return rule.write(subject, random, out);
  }
  Plain(subject, random, out);
}

constexpr std::array<std::string_view, 12> kTagKeys = {
    "Environment", "ManagedBy",  "Name",      "Owner",   "Project",    "Team",
    "aws:service", "CostCenter", "DataClass", "Service", "Repository", "kubernetes.io/cluster"};
constexpr std::array<std::string_view, 8> kTagValues = {
    "production", "terraform", "platform",     "staging",
    "checkout",   "cc-4711",   "confidential", "github.com/acme/infrastructure"};

}  // namespace

std::string Hex(uint64_t value, int digits) {
  return fmt::format("{:016x}", value).substr(static_cast<size_t>(16 - digits));
}

std::string Base64(std::string_view bytes) {
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t triple = 0;
    const size_t count = std::min<size_t>(3, bytes.size() - i);
    for (size_t j = 0; j < 3; ++j) {
      triple = triple << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    }
    for (size_t j = 0; j < 4; ++j) {
      out += j <= count ? kBase64[triple >> (18 - 6 * j) & 63] : '=';
    }
  }
  return out;
}

void AppendRandomText(std::string_view alphabet, size_t size, Random& random, std::string* out) {
  for (size_t i = 0; i < size; ++i) *out += alphabet[random.Below(alphabet.size())];
}

std::string IdOf(const Subject& subject) {
  const std::string_view kind = subject.type.substr(subject.type.rfind('_') + 1);
  if (subject.provider == "google") {
    return fmt::format("projects/acme-prod/{}s/{}-{}", kind, subject.label, Hex(subject.uid, 16));
  }
  if (subject.provider == "azurerm") {
    return fmt::format(
        "/subscriptions/5b1e0f53-6cb2-4f5e-9d0a-0f2f6bd3e0aa/resourceGroups/rg-platform/{}/{}-{}",
        kind, subject.label, Hex(subject.uid, 16));
  }
  if (subject.provider == "kubernetes") {
    return fmt::format("platform/{}-{}", subject.label, Hex(subject.uid, 16));
  }
  return fmt::format("{}-0{}", kind, Hex(subject.uid, 16));
}

std::string ArnOf(const Subject& subject) {
  return fmt::format("arn:aws:{}:eu-central-1:123456789012:{}/{}",
                     subject.type.substr(subject.type.find('_') + 1), subject.label,
                     Hex(subject.uid, 16));
}

void AppendText(std::string_view name, bool top_level, const Subject& subject, Random& random,
                std::string* out) {
  if (top_level && name == "id") {
    *out += IdOf(subject);
  } else if (top_level && name == "arn") {
    *out += ArnOf(subject);
  } else if (top_level && name == "self_link") {
    SelfLink(subject, random, out);
  } else {
    AppendByName(name, subject, random, out);
  }
}

uint64_t NumberFor(std::string_view name, Random& random) {
  if (name.ends_with("port")) return random.Chance(0.5) ? 443 : 1024 + random.Below(60000);
  if (name.ends_with("ttl")) return 300;
  if (name.ends_with("size") || name.ends_with("storage")) return 10 * (1 + random.Below(100));
  if (name.ends_with("_days")) return 7 + random.Below(358);
  return random.Chance(0.4) ? 0 : random.HeavyTail(8, 1.5, 1'000'000);
}

std::string MapKey(std::string_view map, size_t i, Random& random) {
  if (map == "tags" || map == "tags_all" || map.ends_with("labels")) {
    if (i < kTagKeys.size()) return std::string(kTagKeys[i]);
    return fmt::format("{}:{}", kTagKeys[i % kTagKeys.size()], i);
  }
  if (map.ends_with("data")) return fmt::format("settings-{}.properties", i);
  if (map == "variables") return fmt::format("APP_SETTING_{}", i);
  return fmt::format("{}.example.com/{}", "config", Hex(random.Next(), 6));
}

void AppendMapValue(std::string_view map, const Subject& subject, Random& random,
                    std::string* out) {
  if (map.ends_with("data")) return AppendConfigFile(subject, random, out);
  if (map == "limits" || map == "requests") {
    *out += fmt::format("{}Mi", 64 * (1 + random.Below(16)));
    return;
  }
  if (random.Chance(0.15)) {
    *out += subject.label;
    return;
  }
  *out += random.Pick(kTagValues);
}

}  // namespace tfsck::bench
