/** A description of a cluster of EKS as the cloud's program prints it, for examples. */
export function eksCluster(members: string): string {
  return `{
  "cluster": {
    "name": "shop",
    "arn": "arn:aws:eks:eu-west-1:111122223333:cluster/shop",
    "version": "1.33",
    ${members}
  }
}
`;
}

/** A description of a cluster of AKS. */
export function aksCluster(members: string): string {
  return `{
  "id": "/subscriptions/0/resourcegroups/shop/providers/Microsoft.ContainerService/managedClusters/shop",
  "name": "shop",
  ${members}
}
`;
}

/** A description of a cluster of GKE, which its program prints as YAML. */
export function gkeCluster(members: string): string {
  return `name: shop
selfLink: https://container.googleapis.com/v1/projects/shop/locations/europe-west1/clusters/shop
${members}
`;
}
