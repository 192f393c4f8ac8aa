#include "bench/generate_state/resource_types.h"

#include <array>

namespace tfsck::bench {
namespace {

struct Row {
  std::string_view mode;
  std::string_view name;
  uint64_t schema_version;
  std::string_view attributes;
};

constexpr Row kRows[] = {
#include "bench/generate_state/resource_types_aws.inc"
#include "bench/generate_state/resource_types_other.inc"
};

// How common a type is in real states, and where it stands in the order of creation.
struct Use {
  std::string_view name;
  double weight;
  uint8_t layer;
};

constexpr Use kUses[] = {
    {"aws_vpc", 0.5, 0},
    {"aws_kms_key", 1, 0},
    {"aws_route53_zone", 0.5, 0},
    {"aws_iam_policy", 4, 1},
    {"aws_iam_role", 8, 1},
    {"aws_iam_user", 1, 0},
    {"aws_s3_bucket", 4, 1},
    {"aws_subnet", 5, 1},
    {"aws_security_group", 6, 1},
    {"aws_internet_gateway", 0.5, 1},
    {"aws_eip", 1, 1},
    {"aws_ecr_repository", 2, 0},
    {"aws_cloudwatch_log_group", 5, 1},
    {"aws_kms_alias", 1, 1},
    {"aws_security_group_rule", 14, 2},
    {"aws_vpc_security_group_ingress_rule", 5, 2},
    {"aws_iam_role_policy_attachment", 14, 2},
    {"aws_iam_role_policy", 5, 2},
    {"aws_route_table", 2, 2},
    {"aws_route_table_association", 5, 3},
    {"aws_route", 4, 3},
    {"aws_instance", 4, 3},
    {"aws_route53_record", 12, 5},
    {"aws_ssm_parameter", 8, 3},
    {"aws_secretsmanager_secret", 3, 1},
    {"aws_secretsmanager_secret_version", 3, 2},
    {"aws_cloudwatch_metric_alarm", 8, 5},
    {"aws_lambda_permission", 4, 4},
    {"aws_ecs_service", 2, 5},
    {"aws_ecs_task_definition", 2, 4},
    {"aws_eks_cluster", 0.3, 3},
    {"aws_eks_node_group", 0.6, 4},
    {"aws_launch_template", 1, 3},
    {"aws_autoscaling_group", 1, 4},
    {"aws_cloudfront_distribution", 0.5, 4},
    {"aws_lb_listener", 1.5, 4},
    {"aws_appautoscaling_target", 1.5, 5},
    {"google_compute_network", 0.5, 0},
    {"google_service_account", 3, 0},
    {"google_project_iam_member", 8, 2},
    {"google_dns_record_set", 4, 5},
    {"google_compute_instance", 2, 3},
    {"google_container_node_pool", 1, 4},
    {"google_secret_manager_secret_version", 2, 1},
    {"azurerm_resource_group", 2, 0},
    {"azurerm_virtual_network", 1, 1},
    {"azurerm_role_assignment", 6, 4},
    {"azurerm_key_vault_secret", 4, 3},
    {"azurerm_linux_virtual_machine", 1.5, 4},
    {"kubernetes_namespace", 2, 0},
    {"kubernetes_config_map", 3, 1},
    {"kubernetes_secret", 3, 1},
    {"kubernetes_service_account", 3, 1},
    {"kubernetes_cluster_role", 1, 0},
    {"kubernetes_role_binding", 3, 2},
    {"kubernetes_deployment", 2, 4},
    {"kubernetes_service", 2, 5},
    {"kubernetes_horizontal_pod_autoscaler_v2", 1, 5},
    {"random_password", 2, 0},
    {"tls_private_key", 0.5, 0},
};

// Written with the plugin framework, or without any SDK: nothing in `private`.
constexpr std::array<std::string_view, 4> kWithoutPrivate = {"aws_vpc_security_group_ingress_rule",
                                                             "kubernetes_manifest",
                                                             "random_password", "tls_private_key"};

class RowParser {
 public:
  explicit RowParser(std::string_view text) : text_(text) {}

  std::vector<Attribute> Attributes() {
    std::vector<Attribute> attributes;
    while (at_ < text_.size() && text_[at_] != '}') {
      attributes.push_back(OneAttribute());
      Take(',');
    }
    return attributes;
  }

 private:
  bool Take(char c) {
    const bool here = at_ < text_.size() && text_[at_] == c;
    if (here) ++at_;
    return here;
  }

  Attribute OneAttribute() {
    Attribute attribute;
    const size_t end = text_.find_first_of("*?+&", at_);
    attribute.name = text_.substr(at_, end - at_);
    const char flag = text_[end];
    at_ = end + 1;
    attribute.required = flag == '*';
    attribute.optional = flag == '?' || flag == '&';
    attribute.computed = flag == '+' || flag == '&';
    attribute.sensitive = Take('!');
    attribute.write_only = Take('-');
    attribute.type = Type();
    return attribute;
  }

  ValueType Type() {
    ValueType type;
    type.code = text_[at_++];
    if (type.code == '{') {
      type.members = Attributes();
      Take('}');
    } else if (type.code == '[' || type.code == '(' || type.code == '<') {
      type.once = Take('1');
      type.element.push_back(Type());
    }
    return type;
  }

  std::string_view text_;
  size_t at_ = 0;
};

ResourceType MakeType(const Row& row) {
  ResourceType type;
  type.mode = row.mode;
  type.name = row.name;
  type.provider = row.name.substr(0, row.name.find('_'));
  type.schema_version = row.schema_version;
  type.attributes = RowParser(row.attributes).Attributes();
  for (const Attribute& attribute : type.attributes) {
    if (attribute.name == "timeouts") type.has_timeouts = true;
  }
  type.has_private = row.mode == "managed";
  for (const std::string_view name : kWithoutPrivate) {
    if (name == row.name) type.has_private = false;
  }
  for (const Use& use : kUses) {
    if (use.name != row.name) continue;
    type.weight = use.weight;
    type.layer = use.layer;
  }
  return type;
}

}  // namespace

const std::vector<ResourceType>& ResourceTypes() {
  static const auto* const types = [] {
    auto* all = new std::vector<ResourceType>;
    for (const Row& row : kRows) all->push_back(MakeType(row));
    return all;
  }();
  return *types;
}

}  // namespace tfsck::bench
