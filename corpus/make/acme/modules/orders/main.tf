variable "environment" { type = string }
variable "workers" { type = number }
variable "database_password" {
  type      = string
  sensitive = true
}
module "orders" {
  source    = "../table"
  name      = "acme-${var.environment}-orders"
  range_key = "placed_at"
}
module "refunds" {
  source = "../table"
  name   = "acme-${var.environment}-refunds"
}
resource "terraform_data" "database" {
  input = { engine = "postgres", version = 16, password = var.database_password }
}
resource "terraform_data" "queue" {
  for_each = toset(["placed", "paid", "shipped", "dead-letter"])
  input    = { name = "${var.environment}-orders-${each.key}", retention_days = each.key == "dead-letter" ? 14 : 4 }
}
resource "terraform_data" "worker" {
  count = var.workers
  input = {
    queue    = terraform_data.queue["placed"].id
    table    = module.orders.arn
    database = terraform_data.database.id
  }
}
data "aws_iam_policy_document" "worker" {
  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [module.orders.arn, module.refunds.arn]
  }
}
resource "terraform_data" "role" {
  input = { name = "${var.environment}-orders-worker", policy = data.aws_iam_policy_document.worker.json }
}
output "queues" { value = { for name, queue in terraform_data.queue : name => queue.id } }
output "tables" { value = [module.orders.name, module.refunds.name] }
