variable "name" { type = string }
variable "subnets" { type = list(string) }
variable "pools" { type = map(object({ size = number, type = string })) }

variable "kubernetes_version" {
  default = "1.31"
  validation {
    condition     = tonumber(var.kubernetes_version) >= 1.29
    error_message = "no longer supported"
  }
}
resource "terraform_data" "security_group" {
  for_each = toset(["control-plane", "nodes"])
  input    = { name = "${var.name}-${each.key}" }
}
resource "terraform_data" "control_plane" {
  input = {
    name           = var.name
    version        = var.kubernetes_version
    subnets        = var.subnets
    security_group = terraform_data.security_group["control-plane"].id
  }
}
resource "terraform_data" "node_pool" {
  for_each = var.pools
  input = {
    cluster        = terraform_data.control_plane.id
    size           = each.value.size
    machine        = each.value.type
    security_group = terraform_data.security_group["nodes"].id
  }
  triggers_replace = [each.value.type]
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "addon" {
  for_each   = toset(["coredns", "cni", "csi-driver"])
  input      = { name = each.key, cluster = terraform_data.control_plane.id }
  depends_on = [terraform_data.node_pool]
}
output "endpoint" { value = "https://${terraform_data.control_plane.id}.k8s.acme.example" }
output "join_token" {
  value     = "not-a-real-token-${terraform_data.control_plane.id}"
  sensitive = true
}
