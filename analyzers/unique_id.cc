#include "analyzers/unique_id.h"

#include <algorithm>
#include <string>

namespace tfsck {
namespace {

// Providers that manage values, files or nothing at all: the first word of the type.
constexpr std::string_view kValueProviders[] = {
    "archive",   "cloudinit", "context", "external",    "http",  "local",
    "null",      "random",    "shell",   "shellscript", "sops",  "template",
    "terraform", "time",      "tls",     "utility",     "utils", "validation",
};

// clang-format off
constexpr std::string_view kTypes[] = {
    "alicloud_oss_bucket_object", "argocd_application", "auth0_attack_protection",
    "auth0_branding", "auth0_email", "auth0_email_provider", "auth0_guardian", "auth0_prompt",
    "auth0_role_permissions", "auth0_tenant", "auth0_user_permissions", "auth0_user_roles",
    "aws_acm_certificate_validation", "aws_alb_target_group_attachment",
    "aws_ami_launch_permission", "aws_api_gateway_account", "aws_api_gateway_deployment",
    "aws_api_gateway_integration_response", "aws_api_gateway_method_response",
    "aws_api_gateway_usage_plan_key", "aws_apigatewayv2_api_mapping", "aws_appautoscaling_policy",
    "aws_appautoscaling_scheduled_action", "aws_appautoscaling_target",
    "aws_autoscaling_attachment", "aws_autoscaling_lifecycle_hook", "aws_autoscaling_notification",
    "aws_autoscaling_policy", "aws_autoscaling_schedule",
    "aws_autoscaling_traffic_source_attachment", "aws_cloudwatch_event_permission",
    "aws_cloudwatch_event_target", "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_log_subscription_filter", "aws_cloudwatch_query_definition",
    "aws_config_configuration_recorder", "aws_config_configuration_recorder_status",
    "aws_config_delivery_channel", "aws_db_instance_automated_backups_replication",
    "aws_db_instance_role_association", "aws_default_network_acl", "aws_default_route_table",
    "aws_default_security_group", "aws_default_subnet", "aws_default_vpc",
    "aws_default_vpc_dhcp_options", "aws_dms_replication_subnet_group", "aws_ebs_default_kms_key",
    "aws_ebs_encryption_by_default", "aws_ec2_image_block_public_access",
    "aws_ec2_instance_metadata_defaults", "aws_ec2_serial_console_access", "aws_ec2_tag",
    "aws_ecr_registry_policy", "aws_ecr_registry_scanning_configuration",
    "aws_ecr_replication_configuration", "aws_ecs_account_setting_default", "aws_ecs_tag",
    "aws_eip_association", "aws_elasticache_user_group_association",
    "aws_elasticsearch_domain_policy", "aws_elb_attachment", "aws_iam_account_alias",
    "aws_iam_account_password_policy", "aws_iam_group_membership",
    "aws_iam_group_policy_attachment", "aws_iam_policy_attachment",
    "aws_iam_role_policies_exclusive", "aws_iam_role_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive", "aws_iam_user_group_membership",
    "aws_iam_user_login_profile", "aws_iam_user_policy_attachment", "aws_inspector2_enabler",
    "aws_inspector_resource_group", "aws_kms_grant", "aws_lakeformation_data_lake_settings",
    "aws_lakeformation_permissions", "aws_lakeformation_resource_lf_tags", "aws_lambda_alias",
    "aws_lambda_function_event_invoke_config", "aws_lambda_invocation", "aws_lambda_permission",
    "aws_lambda_provisioned_concurrency_config", "aws_lb_cookie_stickiness_policy",
    "aws_lb_listener_certificate", "aws_lb_ssl_negotiation_policy",
    "aws_lb_target_group_attachment", "aws_load_balancer_backend_server_policy",
    "aws_load_balancer_listener_policy", "aws_load_balancer_policy",
    "aws_main_route_table_association", "aws_network_acl_association", "aws_network_acl_rule",
    "aws_network_interface_attachment", "aws_network_interface_sg_attachment",
    "aws_opensearch_domain_policy", "aws_organizations_policy_attachment",
    "aws_proxy_protocol_policy", "aws_quicksight_account_subscription",
    "aws_rds_cluster_role_association", "aws_redshift_snapshot_schedule_association", "aws_route",
    "aws_route53_resolver_rule_association", "aws_route53_vpc_association_authorization",
    "aws_route53_zone_association", "aws_route_table_association",
    "aws_s3_account_public_access_block", "aws_s3_bucket_object", "aws_s3_object",
    "aws_s3_object_copy", "aws_secretsmanager_secret_policy", "aws_secretsmanager_secret_rotation",
    "aws_security_group_rule", "aws_securityhub_account", "aws_securityhub_standards_control",
    "aws_ses_active_receipt_rule_set", "aws_ses_event_destination", "aws_ses_identity_policy",
    "aws_ses_receipt_filter", "aws_ses_receipt_rule", "aws_snapshot_create_volume_permission",
    "aws_spot_datafeed_subscription", "aws_ssm_activation", "aws_ssm_service_setting",
    "aws_ssoadmin_account_assignment", "aws_ssoadmin_customer_managed_policy_attachment",
    "aws_ssoadmin_managed_policy_attachment", "aws_volume_attachment",
    "aws_vpc_dhcp_options_association", "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_security_group_association", "aws_vpc_endpoint_subnet_association",
    "aws_vpc_peering_connection_accepter", "aws_vpc_peering_connection_options",
    "aws_vpc_security_group_rules_exclusive", "aws_vpn_connection_route",
    "aws_vpn_gateway_attachment", "aws_vpn_gateway_route_propagation", "aws_waf_rule_group",
    "aws_wafregional_web_acl_association", "aws_wafv2_web_acl_association",
    "cloudflare_api_shield", "cloudflare_argo", "cloudflare_argo_smart_routing",
    "cloudflare_argo_tiered_caching", "cloudflare_authenticated_origin_pulls",
    "cloudflare_bot_management", "cloudflare_certificate_pack", "cloudflare_logpull_retention",
    "cloudflare_managed_headers", "cloudflare_regional_hostname",
    "cloudflare_regional_tiered_cache", "cloudflare_split_tunnel", "cloudflare_tiered_cache",
    "cloudflare_total_tls", "cloudflare_url_normalization_settings",
    "cloudflare_workers_cron_trigger", "cloudflare_workers_kv", "cloudflare_zone_cache_variants",
    "cloudflare_zone_dnssec", "cloudflare_zone_setting", "cloudflare_zone_settings_override",
    "consul_acl_role_policy_attachment", "consul_acl_token_policy_attachment",
    "consul_acl_token_role_attachment", "consul_certificate_authority", "consul_key_prefix",
    "consul_keys", "consul_license", "consul_node", "consul_prepared_query", "consul_service",
    "databricks_entitlements", "databricks_grant", "databricks_grants", "databricks_library",
    "databricks_metastore_assignment", "databricks_mount", "databricks_permissions",
    "databricks_secret", "databricks_workspace_conf", "datadog_integration_aws_lambda_arn",
    "datadog_integration_aws_log_collection", "datadog_integration_aws_tag_filter",
    "datadog_logs_index_order", "datadog_logs_pipeline_order", "datadog_user_role",
    "digitalocean_container_registry_docker_credentials", "digitalocean_database_db",
    "digitalocean_database_user", "digitalocean_project_resources",
    "digitalocean_spaces_bucket_object", "docker_image", "docker_registry_image", "docker_tag",
    "flux_bootstrap_git", "github_actions_organization_permissions", "github_actions_secret",
    "github_actions_variable", "github_branch", "github_branch_default",
    "github_branch_protection_v3", "github_dependabot_secret", "github_issue_label",
    "github_organization_settings", "github_repository_collaborator",
    "github_repository_collaborators", "github_repository_deploy_key",
    "github_repository_environment", "github_repository_file", "github_repository_milestone",
    "github_repository_tag_protection", "github_repository_topics", "github_repository_webhook",
    "gitlab_deploy_key", "gitlab_group_variable", "gitlab_instance_variable",
    "gitlab_project_hook", "gitlab_project_share_group", "gitlab_project_variable",
    "gitlab_service_slack", "google_app_engine_application",
    "google_compute_instance_group_named_port", "google_compute_project_default_network_tier",
    "google_compute_project_metadata", "google_compute_project_metadata_item",
    "google_compute_router_interface", "google_compute_router_peer", "google_iap_brand",
    "google_monitoring_monitored_project", "google_project_service",
    "google_project_service_identity", "google_project_services",
    "google_project_usage_export_bucket", "google_service_networking_connection",
    "google_service_networking_peered_dns_domain", "google_sql_ssl_cert", "google_sql_user",
    "google_storage_bucket_acl", "google_storage_bucket_object",
    "google_storage_default_object_acl", "google_storage_notification",
    "grafana_data_source_permission", "grafana_folder_permission",
    "grafana_organization_preferences", "hcloud_load_balancer_network",
    "hcloud_load_balancer_service", "hcloud_load_balancer_target", "hcloud_network_route",
    "hcloud_network_subnet", "hcloud_rdns", "hcloud_server_network", "hcloud_volume_attachment",
    "helm_release", "ibm_cos_bucket_object", "ibm_iam_account_settings", "kubectl_file_documents",
    "kubectl_manifest", "kubectl_path_documents", "kubectl_server_version",
    "kubernetes_annotations", "kubernetes_config_map_v1_data",
    "kubernetes_default_service_account", "kubernetes_default_service_account_v1",
    "kubernetes_env", "kubernetes_labels", "kubernetes_manifest", "kubernetes_node_taint",
    "kubernetes_secret_v1_data", "mysql_database", "mysql_default_roles", "mysql_grant",
    "mysql_role", "mysql_user", "mysql_user_password", "newrelic_alert_policy_channel",
    "newrelic_entity_tags", "nomad_acl_token", "nomad_job", "oci_core_default_dhcp_options",
    "oci_core_default_route_table", "oci_core_default_security_list",
    "oci_identity_authentication_policy", "oci_objectstorage_object", "okta_app_group_assignment",
    "okta_app_group_assignments", "okta_app_user", "okta_group_memberships", "okta_group_roles",
    "okta_policy_password_default", "okta_user_group_memberships",
    "openstack_compute_interface_attach_v2", "openstack_networking_router_interface_v2",
    "openstack_networking_router_route_v2", "openstack_objectstorage_object_v1",
    "pagerduty_user_notification_rule", "postgresql_database", "postgresql_default_privileges",
    "postgresql_extension", "postgresql_function", "postgresql_grant", "postgresql_grant_role",
    "postgresql_role", "postgresql_schema", "proxmox_virtual_environment_file", "rabbitmq_binding",
    "rabbitmq_exchange", "rabbitmq_permissions", "rabbitmq_policy", "rabbitmq_queue",
    "snowflake_account_parameter", "snowflake_grant_account_role",
    "snowflake_grant_privileges_to_account_role", "snowflake_object_parameter",
    "talos_machine_bootstrap", "talos_machine_configuration_apply",
    "tencentcloud_cos_bucket_object", "tfe_team_access", "tfe_variable_set_workspace",
    "tfe_workspace_policy_set", "tfe_workspace_settings", "vault_approle_auth_backend_login",
    "vault_audit", "vault_generic_endpoint", "vault_generic_secret",
    "vault_identity_entity_policies", "vault_identity_group_member_entity_ids",
    "vault_identity_group_policies", "vault_kv_secret_v2", "vault_quota_config", "vault_token",
    "vsphere_custom_attribute", "vsphere_file", "vsphere_host_port_group",
    "vsphere_host_virtual_switch",
};
// clang-format on

static_assert(std::ranges::is_sorted(kValueProviders) && std::ranges::is_sorted(kTypes));

constexpr std::string_view kPlaceholders[] = {
    "-",    "dummy",       "id",     "n/a", "na",   "none",
    "null", "placeholder", "static", "tbd", "todo", "unknown",
};

static_assert(std::ranges::is_sorted(kPlaceholders));

}  // namespace

bool HasUniqueId(std::string_view type) {
  return !std::ranges::binary_search(kValueProviders, type.substr(0, type.find('_'))) &&
         !std::ranges::binary_search(kTypes, type);
}

bool IsPlaceholderId(std::string_view id) {
  constexpr size_t kLongestPlaceholder = 12;
  if (id.empty() || id.size() > kLongestPlaceholder) return id.empty();
  if (id.size() == 1 && id.front() >= '0' && id.front() <= '9') return true;
  std::string lower(id);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return std::ranges::binary_search(kPlaceholders, lower);
}

}  // namespace tfsck
