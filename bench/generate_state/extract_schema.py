#!/usr/bin/env python3
"""Turns `terraform providers schema -json` into the compact table of generate_state.

Run once per provider version, in a folder where `terraform init` has installed hashicorp/aws:

    terraform providers schema -json | extract_schema.py > resource_types_aws.inc

One row a type: {mode, type, schema_version, "attributes"}.  The attributes are a list of
name FLAGS TYPE, comma separated and sorted as Terraform writes them:
  FLAGS  * required, ? optional, + computed, & optional and computed; ! sensitive; - write-only
  TYPE   s string, n number, b bool, [T list, (T set, <T map, {name FLAGS TYPE,...} object,
         [1T or (1T a block that may be given once
Blocks nested deeper than MAX_DEPTH are left out.
"""
import json
import sys

MAX_DEPTH = 4

MANAGED = """
aws_acm_certificate aws_api_gateway_rest_api aws_appautoscaling_target aws_autoscaling_group
aws_cloudfront_distribution aws_cloudwatch_event_rule aws_cloudwatch_log_group
aws_cloudwatch_metric_alarm aws_db_instance aws_db_parameter_group aws_db_subnet_group
aws_dynamodb_table aws_ebs_volume aws_ecr_repository aws_ecs_cluster aws_ecs_service
aws_ecs_task_definition aws_eip aws_eks_cluster aws_eks_node_group aws_elasticache_replication_group
aws_iam_instance_profile aws_iam_policy aws_iam_role aws_iam_role_policy
aws_iam_role_policy_attachment aws_iam_user aws_instance aws_internet_gateway aws_kms_alias
aws_kms_key aws_lambda_function aws_lambda_permission aws_launch_template aws_lb aws_lb_listener
aws_lb_target_group aws_nat_gateway aws_rds_cluster aws_route aws_route53_record aws_route53_zone
aws_route_table aws_route_table_association aws_s3_bucket aws_s3_bucket_policy
aws_s3_bucket_public_access_block aws_secretsmanager_secret aws_secretsmanager_secret_version
aws_security_group aws_security_group_rule aws_sns_topic aws_sns_topic_subscription aws_sqs_queue
aws_ssm_parameter aws_subnet aws_vpc aws_vpc_endpoint aws_vpc_security_group_ingress_rule
""".split()

DATA = """
aws_ami aws_availability_zones aws_caller_identity aws_iam_policy_document aws_region
aws_route53_zone aws_ssm_parameter aws_subnets aws_vpc
""".split()


def type_code(cty):
    if isinstance(cty, str):
        return {"string": "s", "number": "n", "bool": "b", "dynamic": "d"}[cty]
    kind, inner = cty
    if kind == "object":
        members = sorted(inner.items())
        return "{" + ",".join(f"{name}&{type_code(t)}" for name, t in members) + "}"
    return {"list": "[", "set": "(", "map": "<"}[kind] + type_code(inner)


def attribute_code(name, attribute):
    required, optional = attribute.get("required"), attribute.get("optional")
    computed = attribute.get("computed")
    flags = "*" if required else "&" if optional and computed else "?" if optional else "+"
    if attribute.get("sensitive"):
        flags += "!"
    if attribute.get("write_only"):
        flags += "-"
    return name + flags + type_code(attribute["type"])


def block_code(name, block, depth):
    flags = "*" if block.get("min_items") else "?"
    inner = "{" + body_code(block["block"], depth + 1) + "}"
    mode = block["nesting_mode"]
    if mode in ("single", "group"):
        return name + flags + inner
    once = "1" if block.get("max_items") == 1 else ""
    return name + flags + {"list": "[", "set": "(", "map": "<"}[mode] + once + inner


def body_code(block, depth=0):
    members = {n: attribute_code(n, a) for n, a in block.get("attributes", {}).items()}
    if depth < MAX_DEPTH:
        for name, inner in block.get("block_types", {}).items():
            members[name] = block_code(name, inner, depth)
    return ",".join(code for _, code in sorted(members.items()))


def print_rows(mode, schemas, wanted):
    for name in wanted:
        schema = schemas[name]
        print(f'{{"{mode}", "{name}", {schema["version"]}, R"({body_code(schema["block"])})"}},')


def main():
    providers = json.load(sys.stdin)["provider_schemas"]
    aws = providers["registry.terraform.io/hashicorp/aws"]
    print("// Written by extract_schema.py from the schema of hashicorp/aws; do not edit.")
    print_rows("managed", aws["resource_schemas"], MANAGED)
    print_rows("data", aws["data_source_schemas"], DATA)


if __name__ == "__main__":
    main()
